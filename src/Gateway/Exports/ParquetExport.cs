using System.Collections.Immutable;
using Parquet;
using Parquet.Schema;

namespace CxOrchestrator.Gateway.Exports;

/// <summary>Writes rows as Parquet, one row group after the other: what is in memory does not grow with the export.</summary>
internal static class ParquetExport
{
    /// <summary>Rows of a row group.</summary>
    public const int GroupRows = 10_000;

    public static async Task WriteAsync<TRow>(ImmutableArray<ExportColumn<TRow>> columns, IAsyncEnumerable<TRow> rows, Stream to, CancellationToken cancellationToken)
    {
        await using var waiting = new GroupStream();
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(c => (Field)c.Field)), waiting, cancellationToken: cancellationToken);
        await using (writer)
        {
            var group = new List<TRow>(GroupRows);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                group.Add(row);
                if (group.Count == GroupRows)
                {
                    await WriteGroupAsync(writer, columns, group, cancellationToken);
                    await waiting.PassAsync(to, cancellationToken);
                    group.Clear();
                }
            }

            if (group.Count > 0)
            {
                await WriteGroupAsync(writer, columns, group, cancellationToken);
            }
        }

        // With the footer, which only a whole file has.
        await waiting.PassAsync(to, cancellationToken);
    }

    private static async Task WriteGroupAsync<TRow>(ParquetWriter writer, ImmutableArray<ExportColumn<TRow>> columns, List<TRow> rows, CancellationToken cancellationToken)
    {
        using var group = writer.CreateRowGroup();
        foreach (var column in columns)
        {
            await column.WriteAsync(group, rows, cancellationToken);
        }
    }
}
