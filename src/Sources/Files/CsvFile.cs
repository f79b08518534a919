using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using nietras.SeparatedValues;

namespace CxOrchestrator.Sources.Files;

/// <summary>CSV with a header. A row that has not as many fields as the header is an error of its own; empty fields are left out.</summary>
internal sealed class CsvFile : RecordFile
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SepReader _reader;
    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);
    private readonly Utf8JsonWriter _writer;
    private long _rows;

    private CsvFile(SepReader reader, ImmutableArray<FileColumn> columns)
    {
        _reader = reader;
        Columns = columns;
        _writer = new Utf8JsonWriter(_buffer, Json);
    }

    /// <param name="open">Opens its bytes from the beginning: the types of the columns are guessed in a reading of their own.</param>
    public static CsvFile Open(Func<Stream> open) => Guarded(() =>
    {
        char delimiter;
        using (var text = Text(open()))
        {
            delimiter = CsvDelimiters.Guess(text);
        }

        ImmutableArray<FileColumn> columns;
        using (var sample = Reader(open(), delimiter))
        {
            columns = CsvColumns.Guess(sample, decimalComma: delimiter == ';');
        }

        var reader = Reader(open(), delimiter);
        reader.MoveNext();
        return new CsvFile(reader, columns);
    });

    public override ValueTask<FileRow?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Guarded(Read));
    }

    public override async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _writer.DisposeAsync();
        await base.DisposeAsync();
    }

    private FileRow? Read()
    {
        while (_reader.MoveNext())
        {
            var row = _reader.Current;
            if (CsvColumns.IsBlank(row))
            {
                continue;
            }

            _rows++;
            return CsvColumns.Problem(row, Columns.Length) is { } problem ? new FileRow(_rows, null, problem) : new FileRow(_rows, Write(row), null);
        }

        return null;
    }

    private string Write(SepReader.Row row)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        for (var i = 0; i < Columns.Length; i++)
        {
            if (row[i].Span is { IsEmpty: false } value)
            {
                _writer.WritePropertyName(Columns[i].Name);
                Write(value, Columns[i].Type);
            }
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    // What does not fit the type that was guessed is text.
    private void Write(ReadOnlySpan<char> value, ColumnType type)
    {
        if (type == ColumnType.Number && ColumnTypes.IsNumber(value, '.'))
        {
            _writer.WriteRawValue(value, skipInputValidation: true);
        }
        else if (type == ColumnType.DecimalComma && ColumnTypes.IsNumber(value, ','))
        {
            _writer.WriteRawValue(value.ToString().Replace(',', '.'), skipInputValidation: true);
        }
        else if (type == ColumnType.Boolean && ColumnTypes.Boolean(value) is { } flag)
        {
            _writer.WriteBooleanValue(flag);
        }
        else if (type == ColumnType.Time && ColumnTypes.Time(value) is { } at)
        {
            _writer.WriteStringValue(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        }
        else
        {
            _writer.WriteStringValue(value);
        }
    }

    private static StreamReader Text(Stream stream) => new(stream, TextFile.Strict, detectEncodingFromByteOrderMarks: false, leaveOpen: true);

    private static SepReader Reader(Stream stream, char delimiter) =>
        Sep.New(delimiter).Reader(o => o with { HasHeader = false, Unescape = true, DisableColCountCheck = true }).From(Text(stream));

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException wrong)
        {
            throw new FileUnreadableException(TextFile.NotUtf8, wrong);
        }
        catch (NotSupportedException tooLong)
        {
            throw new FileUnreadableException("A row has more than 16,777,216 characters. A quote that is not closed makes the rest of a file one row.", tooLong);
        }
    }
}
