using System.Globalization;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Sources.Files;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;
using Parquet.Schema;
using Parquet.Serialization;

namespace CxOrchestrator.Sources.Tests.Files;

/// <summary>Rows of exports become touchpoints by the same documents as deliveries.</summary>
public sealed class RowMapperTests
{
    private const string Purchase =
        """{"event_date":"20260301","event_timestamp":"1772359200123456","event_name":"purchase","event_params":[{"key":"value","value":{"double_value":19.99}},{"key":"currency","value":{"string_value":"EUR"}},{"key":"transaction_id","value":{"string_value":"T-7"}},{"key":"ga_session_id","value":{"int_value":"42"}}],"user_id":"ann","user_pseudo_id":"11.22","platform":"WEB"}""";

    private const string Searched =
        """{"event_date":"20260301","event_timestamp":"1772359201000000","event_name":"view_search_results","event_params":[{"key":"search_term","value":{"string_value":"cups"}},{"key":"hits","value":{"int_value":"3"}}],"user_pseudo_id":"11.22"}""";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static async Task<List<MappedRow>> MapAsync(string kind, byte[] bytes, string name)
    {
        var mapper = new RowMapper(BuiltInSources.All.Single(s => s.Id == kind), [], kind, Now);
        return [.. (await Reading.RowsAsync(bytes, name)).Select(mapper.Map)];
    }

    [Fact]
    public async Task Ga4_RowsOfTheBigQueryExport_AreMapped()
    {
        var rows = await MapAsync("ga4", Encoding.UTF8.GetBytes($"{Purchase}\n{Searched}\n"), "events.jsonl");

        var bought = rows[0].Events.Single().Touchpoints.Single().Touchpoint;
        Assert.Equal(("order.placed", "ann", 19.99m, "EUR", "T-7", "web"), (bought.Type, bought.Customer.Value, bought.Value!.Amount, bought.Value.Currency, bought.Attributes["order"].ToString(), bought.Channel));
        Assert.Equal("2026-03-01T10:00:00Z", bought.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        var searched = rows[1].Events.Single();
        Assert.Equal((EventOutcome.Generic, "view_search_results"), (searched.Outcome, searched.Touchpoints.Single().Touchpoint.Type));
        Assert.Equal(("cups", "3"), (searched.Touchpoints.Single().Touchpoint.Attributes["search_term"].ToString(), searched.Touchpoints.Single().Touchpoint.Attributes["hits"].ToString()));
    }

    [Fact]
    public async Task Ga4_Parquet_BecomesTheSameTouchpointsAsJson()
    {
        var schema = new ParquetSchema(
            new DataField<string>("event_date"), new DataField<long>("event_timestamp"), new DataField<string>("event_name"),
            new ListField("event_params", new StructField("element", new DataField<string>("key"), new StructField("value", new DataField<string>("string_value"), new DataField<long?>("int_value"), new DataField<double?>("double_value")))),
            new DataField<string>("user_id"), new DataField<string>("user_pseudo_id"), new DataField<string>("platform"));
        static Dictionary<string, object?> Parameter(string key, string? text = null, long? whole = null, double? real = null) =>
            new() { ["key"] = key, ["value"] = new Dictionary<string, object?> { ["string_value"] = text, ["int_value"] = whole, ["double_value"] = real } };
        IDictionary<string, object?> row = new Dictionary<string, object?>
        {
            ["event_date"] = "20260301",
            ["event_timestamp"] = 1772359200123456L,
            ["event_name"] = "purchase",
            ["event_params"] = new List<IDictionary<string, object?>> { Parameter("value", real: 19.99), Parameter("currency", "EUR"), Parameter("transaction_id", "T-7"), Parameter("ga_session_id", whole: 42) },
            ["user_id"] = "ann",
            ["user_pseudo_id"] = "11.22",
            ["platform"] = "WEB",
        };
        using var file = new MemoryStream();
        await ParquetSerializer.SerializeUntypedAsync([row], schema, file, cancellationToken: CancellationToken.None);

        var parquet = Assert.Single(Assert.Single(await MapAsync("ga4", file.ToArray(), "events.parquet")).Events.Single().Touchpoints);
        // In JSON BigQuery writes whole numbers as texts.
        var json = Assert.Single(Assert.Single(await MapAsync("ga4", Encoding.UTF8.GetBytes(Purchase.Replace("\"42\"", "42", StringComparison.Ordinal)), "events.jsonl")).Events.Single().Touchpoints);

        Assert.Equal(Encoding.UTF8.GetString(json.Body.Span), Encoding.UTF8.GetString(parquet.Body.Span));
    }

    [Fact]
    public async Task Mixpanel_Export_IsMapped()
    {
        var rows = await MapAsync("mixpanel", """{"event":"Plan Upgraded","properties":{"time":1772359200,"distinct_id":"ann","$insert_id":"i-1","$email":"ann@example.org","plan":"Pro"}}"""u8.ToArray(), "export.ndjson");

        var touchpoint = Assert.Single(Assert.Single(rows).Events.Single().Touchpoints).Touchpoint;
        Assert.Equal(("i-1", "plan.upgraded", "Pro"), (touchpoint.Identity.Id, touchpoint.Type, touchpoint.Attributes["plan"].ToString()));
    }

    [Fact]
    public async Task Map_RowsWithoutAnId_HaveOneOfTheirContent()
    {
        var rows = await MapAsync("webhook", "type,time,customer\nseen,2026-03-01,ann\nseen,2026-03-01,bob\nseen,2026-03-01,ann\n"u8.ToArray(), "a.csv");
        var ids = rows.Select(r => r.Events.Single().Id).ToList();

        Assert.Equal((ids[0], 2), (ids[2], ids.Distinct().Count()));
    }

    [Fact]
    public async Task Map_RowsThatBecomeNothing_SayWhy()
    {
        var rows = await MapAsync("webhook", "type,time,customer\nseen,2026-03-01,\nseen\n"u8.ToArray(), "a.csv");

        Assert.Equal(["It names no customer: neither an id nor an identity.", "The row has 1 field, and the header 3."], rows.Select(r => r.Rejection));
    }

    [Fact]
    public async Task Proposal_OfEachKindOfFile_IsADocumentThatMapsIt()
    {
        foreach (var (text, type) in ((string, string)[])
            [
                ("Order ID;Order date;Customer e-mail;Total;Currency;Store \"no\".\n0012;2026-03-01 10:00;ann@example.org;12,50;EUR;7\n", "order.placed"),
                ("response_id,submitted_at,customer_id,nps,comment\n1,2026-03-01,ann,9,Nice\n", "survey.answered"),
                ("event_id,event,time,user_id,plan\n1,Plan Upgraded,2026-03-01,ann,Pro\n", "plan.upgraded"),
                ("note,customer\nx,ann\n", "row.recorded"),
            ])
        {
            using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var preview = await FilePreview.ReadAsync(bytes, new FileFormat(FileForm.Csv, false), partial: false, CancellationToken.None);
            var proposal = SourceProposal.Of("orders", "Orders: \"new\"", preview.Columns);
            var read = DefinitionReader.Read([new DocumentSource("orders.yaml", proposal)]);
            Assert.True(read.Errors.IsEmpty, $"{proposal}\n{string.Join('\n', read.Errors)}");

            var mapper = new RowMapper(read.Set!.Sources.Single(), [], "orders", Now);
            var mapped = mapper.Map(preview.Rows.Single());
            Assert.True(mapped.Rejection is null, $"{proposal}\n{mapped.Rejection}");
            var touchpoint = mapped.Events.Single().Touchpoints.Single();
            Assert.Equal(type, touchpoint.Touchpoint.Type);
            Assert.Empty(touchpoint.Notes);
        }
    }

    [Fact]
    public async Task Preview_PartOfAFile_LeavesTheRowOutInWhichItEnds()
    {
        var text = "a,b\n1,x\n2,\"y\nz\"\n3,\"cut";
        foreach (var (bytes, gzip) in ((byte[], bool)[])[(Encoding.UTF8.GetBytes(text), false), (Reading.Gzip(text)[..^9], true)])
        {
            using var part = new MemoryStream(bytes);
            var preview = await FilePreview.ReadAsync(part, new FileFormat(FileForm.Csv, gzip), partial: true, CancellationToken.None);

            Assert.Null(preview.Problem);
            Assert.Equal(["1", "2"], preview.Rows.Select(r => JsonDocument.Parse(r.Json!).RootElement.GetProperty("a").ToString()));
        }
    }
}
