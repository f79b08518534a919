using Parquet;
using Parquet.Schema;

namespace CxOrchestrator.Gateway.Exports;

/// <summary>A column of an export: its name and type in the file, and its value in a row.</summary>
internal sealed class ExportColumn<TRow>
{
    /// <summary>Digits of NUMERIC, and those of its fraction.</summary>
    public const int Precision = 38;
    public const int Scale = 9;

    private readonly Func<ParquetRowGroupWriter, IReadOnlyList<TRow>, CancellationToken, Task> _write;

    private ExportColumn(DataField field, Func<DataField, ParquetRowGroupWriter, IReadOnlyList<TRow>, CancellationToken, Task> write)
    {
        Field = field;
        _write = (group, rows, cancellationToken) => write(field, group, rows, cancellationToken);
    }

    public DataField Field { get; }

    /// <summary>STRING.</summary>
    public static ExportColumn<TRow> Text(string name, Func<TRow, string?> of) => new(
        new DataField<string>(name, nullable: true), (field, group, rows, _) => group.WriteAsync(field, rows.Select(of).ToList()!));

    /// <summary>INT64.</summary>
    public static ExportColumn<TRow> Whole(string name, Func<TRow, long?> of) => new(
        new DataField<long?>(name), (field, group, rows, cancellationToken) => group.WriteAsync<long>(field, rows.Select(of).ToArray(), cancellationToken: cancellationToken));

    /// <summary>FLOAT64.</summary>
    public static ExportColumn<TRow> Real(string name, Func<TRow, double?> of) => new(
        new DataField<double?>(name), (field, group, rows, cancellationToken) => group.WriteAsync<double>(field, rows.Select(of).ToArray(), cancellationToken: cancellationToken));

    /// <summary>NUMERIC.</summary>
    public static ExportColumn<TRow> Exact(string name, Func<TRow, decimal?> of) => new(
        new DecimalDataField(name, Precision, Scale, isNullable: true),
        (field, group, rows, cancellationToken) => group.WriteAsync<decimal>(field, rows.Select(of).ToArray(), cancellationToken: cancellationToken));

    /// <summary>TIMESTAMP, in microseconds of UTC.</summary>
    public static ExportColumn<TRow> Time(string name, Func<TRow, DateTimeOffset?> of) => new(
        new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
        (field, group, rows, cancellationToken) => group.WriteAsync<DateTime>(field, rows.Select(r => of(r)?.UtcDateTime).ToArray(), cancellationToken: cancellationToken));

    public Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellationToken) => _write(group, rows, cancellationToken);
}
