using CxOrchestrator.Sources.Files;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace CxOrchestrator.Sources.Tests.Files;

public sealed class ParquetFileTests
{
    private static readonly ParquetSchema Schema = new(
        new DataField<string>("event_name"),
        new DataField<long>("event_timestamp"),
        new DateTimeDataField("at", DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros),
        new DecimalDataField("amount", 38, 9, isNullable: true),
        new ListField("event_params", new StructField("element", new DataField<string>("key"), new StructField("value", new DataField<string>("string_value"), new DataField<long?>("int_value")))));

    private static Dictionary<string, object?> Row(long timestamp) => new()
    {
        ["event_name"] = "purchase",
        ["event_timestamp"] = timestamp,
        ["at"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        ["amount"] = timestamp % 2 == 0 ? 19.99m : null,
        ["event_params"] = new List<IDictionary<string, object?>>
        {
            new Dictionary<string, object?> { ["key"] = "currency", ["value"] = new Dictionary<string, object?> { ["string_value"] = "EUR", ["int_value"] = null } },
        },
    };

    private static async Task<byte[]> FileAsync(int rows, int groupSize)
    {
        using var stream = new MemoryStream();
        var options = new ParquetOptions { RowGroupSize = groupSize };
        await ParquetSerializer.SerializeUntypedAsync([.. Enumerable.Range(0, rows).Select(i => (IDictionary<string, object?>)Row(i))], Schema, stream, options, cancellationToken: CancellationToken.None);
        return stream.ToArray();
    }

    [Fact]
    public async Task Read_StructsAndLists_AreJson()
    {
        var rows = await Reading.RowsAsync(await FileAsync(7, 3), "a.parquet");

        Assert.Equal(7, rows.Count);
        Assert.Equal("""{"event_name":"purchase","event_timestamp":6,"at":"2026-01-02T03:04:05Z","amount":19.99,"event_params":[{"key":"currency","value":{"string_value":"EUR"}}]}""", rows[6].Json);
        Assert.DoesNotContain("amount", rows[5].Json, StringComparison.Ordinal);
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7], rows.Select(r => r.Number));
    }

    [Fact]
    public async Task Open_Columns_HaveTheTypesOfTheFile()
    {
        await using var file = await RecordFile.OpenAsync(new MemoryStream(await FileAsync(1, 10)), FileFormat.Of("a.parquet")!.Value, CancellationToken.None);

        Assert.Equal(
            [("event_name", ColumnType.Text), ("event_timestamp", ColumnType.Number), ("at", ColumnType.Time), ("amount", ColumnType.Number), ("event_params", ColumnType.Nested)],
            file.Columns.Select(c => (c.Name, c.Type)));
    }

    [Fact]
    public async Task Read_DamagedFiles_SaySo()
    {
        var whole = await FileAsync(20, 10);
        foreach (var damaged in (byte[][])[[], "PAR1"u8.ToArray(), "PAR1xxxxPAR1"u8.ToArray(), whole[..^5], whole[..(whole.Length / 2)], Scrambled(whole, 4, 200), Scrambled(whole, whole.Length - 300, 200)])
        {
            Assert.Contains("damaged", await Reading.ProblemAsync(damaged, "a.parquet"), StringComparison.Ordinal);
        }
    }

    private static byte[] Scrambled(byte[] whole, int start, int length)
    {
        var copy = whole.ToArray();
        copy.AsSpan(start, length).Fill(0xA5);
        return copy;
    }
}
