using System.Collections.Immutable;
using System.Text.Json;

namespace CxOrchestrator.Sources.Files;

/// <summary>The beginning of a file: its columns and its first rows.</summary>
public sealed class FilePreview
{
    /// <summary>Rows that are looked at.</summary>
    public const int RowsMax = 100;

    private const int ExamplesMax = 3;
    private const int ExampleLengthMax = 60;

    private FilePreview(ImmutableArray<FileRow> rows, ImmutableArray<PreviewColumn> columns, string? problem)
    {
        Rows = rows;
        Columns = columns;
        Problem = problem;
    }

    public ImmutableArray<FileRow> Rows { get; }

    public ImmutableArray<PreviewColumn> Columns { get; }

    /// <summary>Why the file cannot be read, or not any further, as a sentence; null: it can.</summary>
    public string? Problem { get; }

    /// <param name="bytes">The file, or its beginning.</param>
    /// <param name="format">Of the file.</param>
    /// <param name="partial">It is only the beginning, which may end within a row.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<FilePreview> ReadAsync(Stream bytes, FileFormat format, bool partial, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<FileRow>();
        ImmutableArray<FileColumn> stated = [];
        string? problem = null;
        try
        {
            if (partial && format.Form == FileForm.Parquet)
            {
                throw new FileUnreadableException("The columns of a Parquet file are listed at its end: a preview needs the whole file.");
            }

            await using var file = await RecordFile.OpenAsync(partial ? PartialText.Whole(bytes, format.Gzip) : bytes, partial ? format with { Gzip = false } : format, cancellationToken);
            stated = file.Columns;
            while (rows.Count < RowsMax && await file.ReadAsync(cancellationToken) is { } row)
            {
                rows.Add(row);
            }

            // Of a part, a last row that cannot be read is one that was cut within quotes.
            if (partial && rows.Count is > 0 and < RowsMax && rows[^1].Problem is not null)
            {
                rows.RemoveAt(rows.Count - 1);
            }
        }
        catch (FileUnreadableException unreadable)
        {
            problem = unreadable.Message;
        }

        return new FilePreview(rows.ToImmutable(), ColumnsOf(stated, rows), problem);
    }

    private static ImmutableArray<PreviewColumn> ColumnsOf(ImmutableArray<FileColumn> stated, IEnumerable<FileRow> rows)
    {
        var order = stated.Select(c => c.Name).ToList();
        var types = stated.ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
        var examples = order.ToDictionary(n => n, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var row in rows.Where(r => r.Json is not null))
        {
            using var json = JsonDocument.Parse(row.Json!);
            foreach (var property in json.RootElement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
            {
                if (!examples.TryGetValue(property.Name, out var found))
                {
                    if (order.Count == FileBounds.ColumnsMax)
                    {
                        continue;
                    }

                    order.Add(property.Name);
                    examples[property.Name] = found = [];
                }

                types[property.Name] = types.TryGetValue(property.Name, out var before) && (stated.Length > 0 || before == TypeOf(property.Value)) ? before
                    : types.ContainsKey(property.Name) ? ColumnType.Text : TypeOf(property.Value);
                var text = property.Value.ToString();
                text = text.Length <= ExampleLengthMax ? text : $"{text.AsSpan(0, ExampleLengthMax - 1)}…";
                if (found.Count < ExamplesMax && !found.Contains(text, StringComparer.Ordinal))
                {
                    found.Add(text);
                }
            }
        }

        return [.. order.Select(n => new PreviewColumn(n, types[n], [.. examples[n]]))];
    }

    private static ColumnType TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => ColumnType.Number,
        JsonValueKind.True or JsonValueKind.False => ColumnType.Boolean,
        JsonValueKind.Object or JsonValueKind.Array => ColumnType.Nested,
        _ => ColumnTypes.Time(value.GetString()) is null ? ColumnType.Text : ColumnType.Time,
    };
}
