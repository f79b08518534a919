using System.Collections.Immutable;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace CxOrchestrator.Sources.Files;

/// <summary>Parquet, one row group after the other. Structs become objects, lists and maps what they are in JSON.</summary>
internal sealed class ParquetFile : RecordFile
{
    private readonly Stream _stream;
    private readonly ParquetReader _reader;
    private IList<Dictionary<string, object>> _group = [];
    private int _nextGroup;
    private int _nextInGroup;
    private long _rows;

    private ParquetFile(Stream stream, ParquetReader reader)
    {
        _stream = stream;
        _reader = reader;
        Columns = [.. reader.Schema.Fields.Take(FileBounds.ColumnsMax).Select(f => new FileColumn(f.Name, TypeOf(f)))];
    }

    public static Task<ParquetFile> OpenAsync(Stream stream, CancellationToken cancellationToken) => GuardedAsync(
        async () =>
        {
            stream.Seek(0, SeekOrigin.Begin);
            return new ParquetFile(stream, await ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: cancellationToken));
        },
        cancellationToken);

    public override async ValueTask<FileRow?> ReadAsync(CancellationToken cancellationToken)
    {
        while (_nextInGroup == _group.Count)
        {
            if (_nextGroup == _reader.RowGroupCount)
            {
                return null;
            }

            _group = await GuardedAsync(() => GroupAsync(_nextGroup, cancellationToken), cancellationToken);
            (_nextGroup, _nextInGroup) = (_nextGroup + 1, 0);
        }

        var row = _group[_nextInGroup++];
        _rows++;
        var json = RecordJson.Write(row);
        return json.Length > FileBounds.RowLengthMax ? new FileRow(_rows, null, $"The row has more than {FileBounds.RowLengthMax:N0} characters.") : new FileRow(_rows, json, null);
    }

    public override async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task<IList<Dictionary<string, object>>> GroupAsync(int place, CancellationToken cancellationToken)
    {
        var group = _reader.Metadata!.RowGroups[place];
        if (group.TotalByteSize > FileBounds.RowGroupBytesMax || group.NumRows > FileBounds.RowGroupRowsMax)
        {
            throw new FileUnreadableException(
                $"A row group of the file has more than {FileBounds.RowGroupBytesMax >> 20} MiB or {FileBounds.RowGroupRowsMax:N0} rows. Write the file with smaller row groups.");
        }

        _stream.Seek(0, SeekOrigin.Begin);
        return (await ParquetSerializer.DeserializeUntypedAsync(_stream, rowGroupIndex: place, cancellationToken: cancellationToken)).Data!;
    }

    private static ColumnType TypeOf(Field field) => field is not DataField { IsArray: false } data ? ColumnType.Nested
        : data.ClrType == typeof(bool) ? ColumnType.Boolean
        : data.ClrType == typeof(DateTime) || data.ClrType == typeof(DateOnly) || data.ClrType == typeof(DateTimeOffset) ? ColumnType.Time
        : data.ClrType.IsPrimitive || data.ClrType == typeof(decimal) ? ColumnType.Number
        : ColumnType.Text;

    private static async Task<T> GuardedAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is FileUnreadableException || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw;
        }
#pragma warning disable CA1031 // A damaged file makes the reader fail in any way.
        catch (Exception damaged)
#pragma warning restore CA1031
        {
            throw new FileUnreadableException("The file is not Parquet, or damaged.", damaged);
        }
    }
}
