using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Tests.Operations;

namespace CxOrchestrator.Gateway.Tests.Voice;

/// <summary>What customers say, on a whole installation.</summary>
public sealed class VoiceEndpointTests : IAsyncLifetime
{
    private const string Days = "from=2026-01-01&to=2026-01-31";
    private static readonly CancellationToken None = CancellationToken.None;

    private EmbeddedGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await EmbeddedGateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Voice_Texts_AreCountedByReasonAndQuoted()
    {
        await FillAsync();

        var voice = await GetAsync($"/v1/voice?{Days}&by=channel");

        Assert.Equal((4, 3, 1), (Number(voice, "totals", "count"), Number(voice, "totals", "negative"), Number(voice, "totals", "positive")));
        var late = voice.GetProperty("reasons").EnumerateArray().Single(r => Text(r, "reason") == "late");
        Assert.Equal((2, 31), (late.GetProperty("count").GetInt32(), late.GetProperty("days").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, late.GetProperty("rise").ValueKind);
        Assert.Equal([("chat", 1), ("web", 3)], voice.GetProperty("groups").EnumerateArray().Select(g => (Text(g, "id")!, g.GetProperty("count").GetInt32())).Order());
        Assert.Equal(1, Number(await GetAsync($"/v1/voice?{Days}&reason=late&channel=chat"), "totals", "count"));

        var quotes = (await GetAsync($"/v1/voice/quotes?{Days}&limit=2")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["4", "3"], quotes.Select(q => Text(q, "text")![^1..]));
        var named = (await GetAsync($"/v1/voice/quotes?{Days}&reason=rude")).GetProperty("items")[0];
        Assert.Equal(("a", "Ann Lee", "en", "negative", "csat 1"), (Text(named, "customer"), Text(named, "customerName"), Text(named, "language"), Text(named, "class"), Text(named, "score")));
        Assert.Equal("positive", Text((await GetAsync($"/v1/voice/quotes?{Days}&class=positive")).GetProperty("items")[0], "class"));
        var negative = await GetAsync($"/v1/voice/quotes?{Days}&order=mostNegative&limit=3");
        var rest = await GetAsync($"/v1/voice/quotes?{Days}&order=mostNegative&limit=3&cursor={Text(negative, "next")}");
        Assert.Equal("positive", Text(Assert.Single(rest.GetProperty("items").EnumerateArray()), "class"));
    }

    [Fact]
    public async Task Voice_WrongArguments_AreNamedTogether()
    {
        var (status, problem) = await AskAsync(HttpMethod.Get, "/v1/voice?from=yesterday&by=mood&class=bad");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["from", "by", "class"], problem.GetProperty("errors").EnumerateArray().Select(e => Text(e, "pointer")));
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(HttpMethod.Get, "/v1/voice?from=2026-01-02&to=2026-01-01")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(HttpMethod.Get, "/v1/voice?from=2025-01-02&to=2026-01-01")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(HttpMethod.Get, "/v1/voice/quotes?cursor=x")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(HttpMethod.Get, "/v1/voice/quotes?limit=101")).Status);
    }

    [Fact]
    public async Task Correct_Text_ShowsItSoKeepsTheInputAndIsAudited()
    {
        await FillAsync();
        var sequence = (await GetAsync($"/v1/voice/quotes?{Days}&reason=rude")).GetProperty("items")[0].GetProperty("sequence").GetInt64();

        var (status, corrected) = await AskAsync(HttpMethod.Post, "/v1/voice/corrections", $$"""{"customer":"a","sequence":{{sequence}},"class":"neutral","reasons":["staff"]}""");

        Assert.Equal((HttpStatusCode.OK, "neutral", true), (status, Text(corrected, "class"), corrected.GetProperty("corrected").GetBoolean()));
        Assert.Equal(2, Number(await GetAsync($"/v1/voice?{Days}"), "totals", "negative"));
        Assert.Empty((await GetAsync($"/v1/voice/quotes?{Days}&reason=rude")).GetProperty("items").EnumerateArray());
        var kept = Assert.Single((await GetAsync("/v1/voice/corrections")).GetProperty("items").EnumerateArray());
        Assert.Equal(("neutral", "negative", "owner"), (Text(kept, "class"), Text(kept, "readClass"), Text(kept, "by")));

        // The input says still what was read when it was applied.
        var entry = (await GetAsync("/v1/customers/a/timeline")).GetProperty("items").EnumerateArray().Single(e => e.GetProperty("sequence").GetInt64() == sequence);
        Assert.Contains("rude", entry.GetProperty("touchpoint").GetProperty("feedback").GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal("readingCorrected", Text((await GetAsync("/v1/audit?kind=customer")).GetProperty("items")[0], "action"));
        using var export = await _gateway.Client.GetAsync(At("/v1/voice/corrections/export"), None);
        var line = JsonSerializer.Deserialize<JsonElement>((await export.Content.ReadAsStringAsync(None)).Trim());
        Assert.Equal(("en", 0), (Text(line, "lang"), line.GetProperty("label").GetInt32()));
        Assert.Equal(1, (await GetAsync("/v1/customers/a/export")).GetProperty("corrections").GetArrayLength());
    }

    [Fact]
    public async Task Correct_WrongBody_IsRefusedWithItsPlaces()
    {
        var (status, problem) = await AskAsync(HttpMethod.Post, "/v1/voice/corrections", """{"customer":"","sequence":1,"class":"meh","reasons":[""]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["/customer", "/class", "/reasons/0"], problem.GetProperty("errors").EnumerateArray().Select(e => Text(e, "pointer")));

        var (unknown, _) = await AskAsync(HttpMethod.Post, "/v1/voice/corrections", """{"customer":"nobody","sequence":1,"class":"neutral"}""");
        Assert.Equal(HttpStatusCode.NotFound, unknown);
    }

    [Fact]
    public async Task Preview_Lexicon_SaysWhatChangesAndHowExamplesAgree()
    {
        await FillAsync();
        var sequence = (await GetAsync($"/v1/voice/quotes?{Days}&reason=rude")).GetProperty("items")[0].GetProperty("sequence").GetInt64();
        await AskAsync(HttpMethod.Post, "/v1/voice/corrections", $$"""{"customer":"a","sequence":{{sequence}},"class":"negative"}""");

        var (status, preview) = await AskAsync(
            HttpMethod.Post, "/v1/voice/lexicon-preview", JsonSerializer.Serialize(new { document = "kind: lexicon\nwords: {en: {fast and friendly: -1}}\n" }));

        Assert.Equal((HttpStatusCode.OK, 4, 1), (status, preview.GetProperty("texts").GetInt32(), preview.GetProperty("changed").GetInt32()));
        var change = preview.GetProperty("changes")[0];
        Assert.Equal("c", Text(change, "customer"));
        Assert.True(change.GetProperty("after").GetProperty("sentiment").GetDouble() < change.GetProperty("before").GetProperty("sentiment").GetDouble());
        Assert.Equal((1, 1, 1), (preview.GetProperty("examples").GetInt32(), preview.GetProperty("agreedBefore").GetInt32(), preview.GetProperty("agreedAfter").GetInt32()));
        var (wrong, problem) = await AskAsync(HttpMethod.Post, "/v1/voice/lexicon-preview", """{"document":"kind: lexicon\nwords: {de: {gut: 1}}"}""");
        Assert.Equal(HttpStatusCode.BadRequest, wrong);
        Assert.StartsWith("Line 2, column 9: ", Text(problem.GetProperty("errors")[0], "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public void Quote_ForAMaskedRole_HidesNameAndText()
    {
        var quote = new VoiceQuote { Customer = "a", CustomerName = "Ann Lee", Sequence = 1, At = DateTimeOffset.UnixEpoch, Type = "review", Corrected = false, Reasons = ["late"], Text = "I am Ann Lee" };

        var masked = JsonSerializer.Serialize(new Page<VoiceQuote> { Items = [quote] }, SensitiveJson.Options(Hidden.Personal));

        Assert.DoesNotContain("Ann", masked, StringComparison.Ordinal);
        Assert.Contains("late", masked, StringComparison.Ordinal);
    }

    private static Uri At(string path) => new(path, UriKind.Relative);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Number(JsonElement element, string part, string name) => element.GetProperty(part).GetProperty(name).GetInt32();

    private async Task<JsonElement> GetAsync(string path) => await _gateway.Client.GetFromJsonAsync<JsonElement>(At(path), None);

    private async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, At(path)) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await _gateway.Client.SendAsync(request, None);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(None));
    }

    private async Task FillAsync()
    {
        string[] touchpoints =
        [
            """{"id":"0","type":"customer.updated","customer":"a","source":"crm","at":"2026-01-01T10:00:00Z","attributes":{"name":"Ann Lee"}}""",
            """{"id":"1","type":"review.submitted","customer":"a","source":"shop","channel":"web","at":"2026-01-02T10:00:00Z","feedback":{"csat":1,"lang":"en","text":"Your driver was rude and unfriendly, terrible 1"}}""",
            """{"id":"2","type":"review.submitted","customer":"b","source":"shop","channel":"web","at":"2026-01-03T10:00:00Z","feedback":{"lang":"en","text":"My order is late again and nobody answers, awful service 2"}}""",
            """{"id":"3","type":"chat.message","customer":"b","source":"shop","channel":"chat","at":"2026-01-04T10:00:00Z","feedback":{"lang":"en","text":"Still waiting, the delivery is delayed, this is terrible 3"}}""",
            """{"id":"4","type":"review.submitted","customer":"c","source":"shop","channel":"web","at":"2026-01-05T10:00:00Z","feedback":{"lang":"en","text":"Great shop, fast and friendly, thank you 4"}}""",
            """{"id":"5","type":"order.placed","customer":"c","source":"shop","at":"2026-01-05T10:00:00Z"}""",
        ];
        foreach (var touchpoint in touchpoints)
        {
            await _gateway.SendAsync(touchpoint);
        }

        for (var attempt = 0; Number(await GetAsync($"/v1/voice?{Days}"), "totals", "count") < 4; attempt++)
        {
            Assert.True(attempt < 600, "The touchpoints were not applied within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, None);
        }
    }
}
