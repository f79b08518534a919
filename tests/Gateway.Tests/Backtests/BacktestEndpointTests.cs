using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Backtests;

/// <summary>Backtests over the API.</summary>
public sealed class BacktestEndpointTests : IAsyncLifetime
{
    private const string Policy = "kind: policy\nid: late\nname: Late\non: {touchpoint: complaint}\ndo:\n  - message: {channel: email, text: Sorry}\n";

    private GatewayHost _host = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(("Backtest:FileBytesMax", "4096"));
        Assert.Empty(await _host.Get<DefinitionHost>().ImportAsync([new DocumentSource("late.yaml", Policy)], "retail pack", Cancelled));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<string> UploadAsync(string text) =>
        (await _host.SendAsync(HttpMethod.Post, "/v1/backtest-files?name=may.jsonl", text, "application/x-ndjson")).Json.GetProperty("id").GetString()!;

    private Task<(int Status, JsonElement Json, HttpResponseMessage Response)> StartAsync(object request) =>
        _host.SendAsync(HttpMethod.Post, "/v1/backtests", JsonSerializer.Serialize(request, JsonSerializerOptions.Web));

    private async Task<JsonElement> EndAsync(string id)
    {
        while (true)
        {
            var (status, json, _) = await _host.GetAsync($"/v1/backtests/{id}");
            Assert.Equal(200, status);
            if (json.GetProperty("state").GetString() is not ("waiting" or "running"))
            {
                return json;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancelled);
        }
    }

    private static string Complaint(string customer, string at) =>
        $$"""{"id":"{{customer}}-{{at}}","source":"shop","type":"complaint","customer":"{{customer}}","at":"{{at}}"}""";

    [Fact]
    public async Task Backtest_OfADraftTextOnAnUploadedFile_ReportsTheDifference()
    {
        var file = await UploadAsync($"{Complaint("a", "2026-02-01T10:00:00Z")}\n{Complaint("b", "2026-02-02T10:00:00Z")}\nnot json\n");
        var (status, json, _) = await StartAsync(new { documents = new[] { new { kind = "policy", id = "late", text = Policy + "when: {customer.id: a}\n" } }, file });
        Assert.Equal(202, status);

        var done = await EndAsync(json.GetProperty("id").GetString()!);
        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.Equal("may.jsonl", done.GetProperty("file").GetString());
        var report = done.GetProperty("report");
        Assert.Equal((2, 1, 1), (report.GetProperty("before").GetProperty("reached").GetInt32(), report.GetProperty("after").GetProperty("reached").GetInt32(), report.GetProperty("refused").GetInt32()));
        Assert.Equal("late", Assert.Single(report.GetProperty("focus").EnumerateArray()).GetString());

        var listed = Assert.Single((await _host.GetAsync("/v1/backtests?document=policy/late")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("report").ValueKind);
        Assert.Empty((await _host.GetAsync("/v1/backtests?document=policy/other")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Backtest_OfAStoredDraft_TakesItsText()
    {
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Put, "/v1/documents/policy/late/draft", JsonSerializer.Serialize(new { text = Policy + "cooldown: 3 days\n" }))).Status);
        var (status, json, _) = await StartAsync(new { documents = new[] { new { kind = "policy", id = "late" } } });
        Assert.Equal(202, status);
        Assert.Equal("done", (await EndAsync(json.GetProperty("id").GetString()!)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("""{"documents":[]}""", 400, "/documents")]
    [InlineData("""{"documents":[{"kind":"policy","id":"late"}]}""", 404, "no draft")]
    [InlineData("""{"documents":[{"kind":"poem","id":"late","text":""}]}""", 400, "kind")]
    [InlineData("""{"documents":[{"kind":"policy","id":"late","text":"kind: policy\nid: late\n"}]}""", 409, "late.yaml")]
    [InlineData("""{"documents":[{"kind":"policy","id":"late","remove":true}],"file":"nothing"}""", 404, "upload")]
    [InlineData("""{"documents":[{"kind":"policy","id":"late","remove":true}],"from":"2026-05-01T00:00:00Z","until":"2026-04-01T00:00:00Z"}""", 400, "/from")]
    public async Task Start_WhatCannotBeTried_SaysWhatIsWrong(string body, int expected, string named)
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/backtests", body);
        Assert.Equal(expected, status);
        Assert.Contains(named, json.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Backtest_OnAFileWithoutTouchpoints_FailsAndSaysWhy()
    {
        var file = await UploadAsync("not json\n");
        var (_, json, _) = await StartAsync(new { documents = new[] { new { kind = "policy", id = "late", remove = true } }, file });
        var failed = await EndAsync(json.GetProperty("id").GetString()!);
        Assert.Equal("failed", failed.GetProperty("state").GetString());
        Assert.Contains("no touchpoint that can be read", failed.GetProperty("failure").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_TooLarge_IsRefusedAndNotKept()
    {
        var (status, _, _) = await _host.SendAsync(HttpMethod.Post, "/v1/backtest-files", new string('x', 5000), "text/plain");
        Assert.Equal(413, status);
        Assert.Empty((await _host.GetAsync("/v1/backtest-files")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task File_Removed_IsGone()
    {
        var file = await UploadAsync(Complaint("a", "2026-02-01T10:00:00Z"));
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Delete, $"/v1/backtest-files/{file}")).Status);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Delete, $"/v1/backtest-files/{file}")).Status);
    }

    [Fact]
    public async Task Start_AsAnOperator_IsForbidden()
    {
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Post, "/v1/me/switch", """{"account":"operator"}""")).Status);
        var (status, _, _) = await StartAsync(new { documents = new[] { new { kind = "policy", id = "late", remove = true } } });
        Assert.Equal(403, status);
    }

    [Fact]
    public async Task Backtest_WhoseGatewayIsGone_IsShownAsFailed()
    {
        var view = """{"id":"0","title":"policy late","state":"running","progress":{"step":"running","customers":1,"touchpoints":2,"touchpointsPerSecond":3},"startedBy":"ann","createdAt":"2026-01-01T00:00:00Z","documents":[]}""";
        await _host.Get<IBacktestStore>().AddAsync(new StoredRun { Id = "0", Ended = false, View = view, SeenAt = TimeProvider.System.GetUtcNow().AddMinutes(-5) }, Cancelled);
        var (_, json, _) = await _host.GetAsync("/v1/backtests/0");
        Assert.Equal("failed", json.GetProperty("state").GetString());
        Assert.Contains("gone", json.GetProperty("failure").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_ARunThatIsStored_AsksItToStop()
    {
        await _host.Get<IBacktestStore>().AddAsync(
            new StoredRun
            {
                Id = "1",
                Ended = false,
                View = """{"id":"1","title":"policy late","state":"running","progress":{"step":"running","customers":1,"touchpoints":2,"touchpointsPerSecond":3},"startedBy":"ann","createdAt":"2026-01-01T00:00:00Z","documents":[]}""",
                SeenAt = TimeProvider.System.GetUtcNow(),
            },
            Cancelled);
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Post, "/v1/backtests/1/cancel")).Status);
        Assert.True((await _host.Get<IBacktestStore>().GetAsync("1", Cancelled))!.CancelAsked);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Post, "/v1/backtests/2/cancel")).Status);
    }
}
