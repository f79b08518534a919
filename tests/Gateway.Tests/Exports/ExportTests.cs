using System.Globalization;
using System.Text.Json;
using CxOrchestrator.Gateway.Exports;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace CxOrchestrator.Gateway.Tests.Exports;

/// <summary>What is stored, as Parquet, read back.</summary>
public sealed class ExportTests
{
    private const string Whole =
        """{"id":"t-1","source":"shop","type":"order.placed","customer":"c-0","at":"2026-03-02T10:00:00.123Z","channel":"web","identities":{"email":"ann@example.org"},"attributes":{"order":"7","items":2},"value":{"amount":19.99,"currency":"EUR"},"feedback":{"nps":9,"text":"Grüße","lang":"de"}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<List<Dictionary<string, object>>> RowsAsync(Stream file)
    {
        var rows = new List<Dictionary<string, object>>();
        await using var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: Cancel);
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            file.Position = 0;
            rows.AddRange((await ParquetSerializer.DeserializeUntypedAsync(file, rowGroupIndex: group, cancellationToken: Cancel)).Data!);
        }

        return rows;
    }

    private static async Task<MemoryStream> TouchpointsAsync(FakeHistory history, ExportPeriod period)
    {
        var file = new MemoryStream();
        await ParquetExport.WriteAsync(TouchpointExport.Columns, TouchpointExport.RowsAsync(history, period, Cancel), file, Cancel);
        file.Position = 0;
        return file;
    }

    [Fact]
    public async Task Touchpoints_ReadBack_AreWhatWasStored()
    {
        await using var file = await TouchpointsAsync(new FakeHistory([Whole, """{"id":"t-2","source":"shop","type":"seen","customer":"c-1","at":"2026-03-02T11:00:00Z"}"""]), default);
        var rows = await RowsAsync(file);

        Assert.Equal(
            ("c-0", 1L, "shop", "t-1", "order.placed", "web", new DateTime(2026, 3, 2, 10, 0, 0, 123, DateTimeKind.Utc), 19.99m, "EUR", 9L, "Grüße", "de"),
            ((string)rows[0]["customer"], (long)rows[0]["sequence"], (string)rows[0]["source"], (string)rows[0]["id"], (string)rows[0]["type"], (string)rows[0]["channel"], (DateTime)rows[0]["at"],
                (decimal)rows[0]["value_amount"], (string)rows[0]["value_currency"], (long)rows[0]["nps"], (string)rows[0]["text"], (string)rows[0]["language"]));
        using var attributes = JsonDocument.Parse((string)rows[0]["attributes"]);
        Assert.Equal(("7", 2), (attributes.RootElement.GetProperty("order").GetString(), attributes.RootElement.GetProperty("items").GetInt32()));
        Assert.Contains("ann@example.org", (string)rows[0]["identities"], StringComparison.Ordinal);
        Assert.Equal(("t-2", false, false), ((string)rows[1]["id"], rows[1].ContainsKey("value_amount"), rows[1].ContainsKey("attributes")));
    }

    [Fact]
    public async Task Touchpoints_Many_AreWrittenInGroupsOfTheirPeriod()
    {
        var history = new FakeHistory([.. Enumerable.Range(0, 25_000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{{\"id\":\"t-{i}\",\"source\":\"s\",\"type\":\"seen\",\"customer\":\"c\",\"at\":\"{DateTimeOffset.UnixEpoch.AddYears(50).AddMinutes(i):yyyy-MM-dd'T'HH:mm:ss'Z'}\"}}"))]);
        var period = new ExportPeriod(DateTimeOffset.UnixEpoch.AddYears(50).AddMinutes(1_000), DateTimeOffset.UnixEpoch.AddYears(50).AddMinutes(24_000));

        await using var file = await TouchpointsAsync(history, period);

        await using (var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: Cancel))
        {
            Assert.Equal((3, "customer, sequence, source, id, type, channel, at, value_amount, value_currency, nps, csat, ces, sentiment, text, language, attributes, identities"), (reader.RowGroupCount, string.Join(", ", reader.Schema.Fields.Select(f => f.Name))));
            Assert.Equal(DateTimeTimeUnit.Micros, Assert.IsType<DateTimeDataField>(reader.Schema.Fields[6]).Unit);
        }

        var rows = await RowsAsync(file);
        Assert.Equal((23_000, "t-1000", "t-23999"), (rows.Count, (string)rows[0]["id"], (string)rows[^1]["id"]));
        Assert.Equal(26, history.Pages);
    }

    [Fact]
    public async Task Export_OverHttp_IsForAdministratorsAndInTheTrail()
    {
        await using var host = await GatewayHost.StartAsync();
        using var answer = await host.Client.GetAsync(new Uri("/v1/exports/metrics?from=2026-01-01", UriKind.Relative), Cancel);
        var refused = await host.GetAsync("/v1/exports/touchpoints?from=yesterday");

        Assert.Equal((200, "application/vnd.apache.parquet"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        await using var file = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Empty(await RowsAsync(file));
        Assert.Equal((400, "from"), (refused.Status, refused.Json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal("metrics", Assert.Single((await host.GetAsync("/v1/audit?action=exported")).Json.GetProperty("items").EnumerateArray()).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Export_DecisionsAndTouchpoints_AreWholeFiles()
    {
        await using var host = await GatewayHost.StartAsync();
        foreach (var what in (string[])["touchpoints", "decisions"])
        {
            await using var file = new MemoryStream(await host.Client.GetByteArrayAsync(new Uri($"/v1/exports/{what}", UriKind.Relative), Cancel));
            await using var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: Cancel);
            Assert.Equal("customer", reader.Schema.Fields[0].Name);
        }
    }

    [Fact]
    public async Task Export_PersonalDataForMaskedRoles_IsRefused()
    {
        await using var host = await GatewayHost.StartAsync(("Access:MaskedRoles", "viewer marketer approver operator supervisor administrator"));

        Assert.Equal(403, (await host.GetAsync("/v1/exports/touchpoints")).Status);
        Assert.Equal(403, (await host.GetAsync("/v1/exports/decisions")).Status);
    }
}
