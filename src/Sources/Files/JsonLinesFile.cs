using System.Text;
using System.Text.Json;

namespace CxOrchestrator.Sources.Files;

/// <summary>A JSON object per line. A line that is none is an error of its own; empty lines do not count.</summary>
internal sealed class JsonLinesFile(Stream stream) : RecordFile
{
    private readonly ByteLines _lines = new(stream, FileBounds.RowLengthMax);
    private long _rows;

    public override ValueTask<FileRow?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read());
    }

    private FileRow? Read()
    {
        while (_lines.TryRead(out var line, out var tooLong))
        {
            var content = line.Span.Trim(" \t\r"u8);
            if (content.IsEmpty && !tooLong)
            {
                continue;
            }

            _rows++;
            if (tooLong)
            {
                return new FileRow(_rows, null, $"The line has more than {FileBounds.RowLengthMax:N0} bytes.");
            }

            if (_rows == 1 && content[0] == (byte)'[')
            {
                throw new FileUnreadableException("The file is a JSON list. Write one object per line, without the brackets and commas of the list.");
            }

            return Row(content);
        }

        return null;
    }

    private FileRow Row(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new FileRow(_rows, null, "The line is not a JSON object.");
            }

            while (reader.Read())
            {
                // Only to see that it is JSON to its end.
            }

            return new FileRow(_rows, TextFile.Strict.GetString(content), null);
        }
        catch (DecoderFallbackException)
        {
            return new FileRow(_rows, null, "The line is not UTF-8.");
        }
        catch (JsonException wrong)
        {
            return new FileRow(_rows, null, $"The line is not JSON: it is wrong at byte {wrong.BytePositionInLine + 1:N0}.");
        }
    }
}
