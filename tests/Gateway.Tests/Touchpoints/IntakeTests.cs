using System.Text;
using System.Text.Json;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Tests.Touchpoints;

public sealed class IntakeTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static string One(int id, string more = "") =>
        $$"""{"id":"t{{id}}","type":"order.placed","customer":"c{{id}}","at":"2026-03-03T11:00:00Z","source":"shop"{{more}}}""";

    [Fact]
    public async Task Post_OneTouchpoint_IsAcceptedAsItCame()
    {
        var body = "  " + One(1, ", \"tier\" : \"gold\"") + "\n";
        var (status, json, _) = await _host.PostAsync(body);
        Assert.Equal(202, status);
        Assert.Equal(1, json.GetProperty("accepted").GetInt32());
        Assert.Equal(0, json.GetProperty("refused").GetInt32());
        var result = json.GetProperty("results")[0];
        Assert.Equal("t1", result.GetProperty("id").GetString());
        Assert.Equal("accepted", result.GetProperty("status").GetString());
        Assert.Equal("/tier", result.GetProperty("keptAsAttributes")[0].GetString());
        var item = Assert.Single(_host.Log.Items);
        Assert.Equal("c1", item.Customer.Value);
        Assert.Equal("shop", item.Source);
        Assert.Equal(body.Trim(), Encoding.UTF8.GetString(item.Body.Span));
    }

    [Fact]
    public async Task Post_Array_PassesTheGoodAndPointsToTheWrong()
    {
        var (status, json, _) = await _host.PostAsync(
            $"[{One(0)},{One(1, ",\"feedback\":{\"nps\":11}")},7,{One(3, ",\"x\":1")},{{\"id\":\"t4\"}}]");
        Assert.Equal(202, status);
        Assert.Equal(2, json.GetProperty("accepted").GetInt32());
        Assert.Equal(3, json.GetProperty("refused").GetInt32());
        var results = json.GetProperty("results");
        Assert.Equal("/1/feedback/nps", results[1].GetProperty("problems")[0].GetProperty("pointer").GetString());
        Assert.Equal("t1", results[1].GetProperty("id").GetString());
        Assert.Equal("/2", results[2].GetProperty("problems")[0].GetProperty("pointer").GetString());
        Assert.Equal("/3/x", results[3].GetProperty("keptAsAttributes")[0].GetString());
        Assert.Equal(["/4/type", "/4/customer", "/4/at"], results[4].GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("pointer").GetString()));
        Assert.Equal([One(0), One(3, ",\"x\":1")], _host.Log.Items.Select(i => Encoding.UTF8.GetString(i.Body.Span)));
        Assert.Equal(1, _host.Log.Appends);
    }

    [Fact]
    public async Task Post_Lines_ALineThatIsNoJsonHurtsNoOther()
    {
        var (status, json, _) = await _host.PostAsync($"{One(0)}\r\n\n{{oops\n{One(2)}", "application/x-ndjson");
        Assert.Equal(202, status);
        Assert.Equal(2, json.GetProperty("accepted").GetInt32());
        Assert.Equal("/1", json.GetProperty("results")[1].GetProperty("problems")[0].GetProperty("pointer").GetString());
        Assert.Equal([One(0), One(2)], _host.Log.Items.Select(i => Encoding.UTF8.GetString(i.Body.Span)));
    }

    [Fact]
    public async Task Post_NothingGood_Is400WithEveryError()
    {
        var (status, json, response) = await _host.PostAsync(One(1, ",\"feedback\":{\"nps\":11,\"csat\":0}"));
        Assert.Equal(400, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("urn:cx:problem:none-accepted", json.GetProperty("type").GetString());
        Assert.Equal(["/feedback/nps", "/feedback/csat"], json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
        Assert.NotEmpty(json.GetProperty("cure").GetString()!);
        Assert.Empty(_host.Log.Items);
    }

    [Fact]
    public async Task Post_SentimentOfTheSource_IsAcceptedAndAModelIsRefused()
    {
        var (status, json, _) = await _host.PostAsync(One(1, ",\"feedback\":{\"text\":\"late\",\"sentiment\":-0.5,\"reasons\":[\"late\"]}"));
        Assert.Equal(202, status);
        Assert.False(json.GetProperty("results")[0].TryGetProperty("keptAsAttributes", out var kept) && kept.ValueKind == JsonValueKind.Array && kept.GetArrayLength() > 0);

        (status, json, _) = await _host.PostAsync(One(2, ",\"feedback\":{\"sentiment\":2,\"reasons\":[\"\"],\"model\":\"en-1\"}"));
        Assert.Equal(400, status);
        Assert.Equal(["/feedback/sentiment", "/feedback/reasons/0", "/feedback/model"], json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[{\"id\":1},\n {\"id\":2")]
    [InlineData("not json")]
    [InlineData("{} {}")]
    public async Task Post_NotJson_SaysWhere(string body)
    {
        var (status, json, _) = await _host.PostAsync(body);
        Assert.Equal(400, status);
        Assert.Equal("urn:cx:problem:not-json", json.GetProperty("type").GetString());
        Assert.Matches("line [0-9]+, byte [0-9]+", json.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("{\"id\":", "}")]
    [InlineData("[", "]")]
    public async Task Post_TenThousandDeep_IsRefusedAlone(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        Assert.Equal(400, (await _host.PostAsync(deep)).Status);
        Assert.Empty(_host.Log.Items);

        // In a batch it is refused alone.
        var (status, json, _) = await _host.PostAsync($"[{One(1)},{deep},{One(2)}]");
        Assert.Equal(202, status);
        Assert.Equal(["accepted", "refused", "accepted"], json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("2026-03-03T12:10:01Z")]
    public async Task Post_TimeThatCannotBe_PointsToIt(string at)
    {
        var (status, json, _) = await _host.PostAsync($$"""{"id":"1","type":"t","customer":"c","at":"{{at}}"}""");
        Assert.Equal(400, status);
        Assert.Equal("/at", json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Post_FiveMegabytes_Is413()
    {
        var (status, json, _) = await _host.PostAsync(One(1, $",\"x\":\"{new string('x', 5_000_000)}\""));
        Assert.Equal(413, status);
        Assert.Equal("urn:cx:problem:too-large", json.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Post_FiveMegabytesInChunks_Is413()
    {
        using var content = new StreamContent(new Unsized(new byte[5_000_000]));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var response = await _host.Client.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)response.StatusCode);
    }

    [Fact]
    public async Task Post_MoreItemsThanAllowed_Is413()
    {
        var (status, _, _) = await _host.PostAsync("[" + string.Join(',', Enumerable.Repeat("{}", 10_001)) + "]");
        Assert.Equal(413, status);
    }

    [Fact]
    public async Task Post_TouchpointOver64Kib_IsRefusedAlone()
    {
        var (status, json, _) = await _host.PostAsync($"[{One(0)},{One(1, $",\"attributes\":{{{string.Join(',', Enumerable.Range(0, 10).Select(i => $"\"a{i}\":\"{new string('x', 9_000)}\""))}}}")}]");
        Assert.Equal(202, status);
        Assert.Equal("/1", json.GetProperty("results")[1].GetProperty("problems")[0].GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("")]
    public async Task Post_OtherMediaType_Is415(string type)
    {
        var (status, json, _) = await _host.PostAsync(One(1), type);
        Assert.Equal(415, status);
        Assert.Contains("application/x-ndjson", json.GetProperty("cure").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_LogBusy_Is429WithRetryAfter()
    {
        _host.Log.Fails = new LogBusyException(TimeSpan.FromSeconds(2));
        var (status, _, response) = await _host.PostAsync(One(1));
        Assert.Equal(429, status);
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Post_LogFullOrFailing_Is503WithRetryAfter()
    {
        _host.Log.Fails = new LogFullException(TimeSpan.FromSeconds(30));
        var (status, _, response) = await _host.PostAsync(One(1));
        Assert.Equal(503, status);
        Assert.Equal(TimeSpan.FromSeconds(30), response.Headers.RetryAfter?.Delta);

        _host.Log.Fails = new IOException("disk");
        (status, _, response) = await _host.PostAsync(One(1));
        Assert.Equal(503, status);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Post_MoreBytesHeldThanAllowed_Is429AndFreesThem()
    {
        await using var host = await GatewayHost.StartAsync(("Gateway:InFlightBytesMax", "2000000"), ("Gateway:BodyBytesMax", "1000000"));
        var gate = new TaskCompletionSource();
        host.Log.Gate = gate.Task;
        var large = "[" + string.Join(',', Enumerable.Range(0, 900).Select(i => One(i, $",\"x\":\"{new string('x', 900)}\""))) + "]";
        var first = host.PostAsync(large);
        while (host.HeldBytes < 900_000)
        {
            await Task.Yield();
        }

        var (status, _, response) = await host.PostAsync(large);
        Assert.Equal(429, status);
        Assert.NotNull(response.Headers.RetryAfter);
        gate.SetResult();
        Assert.Equal(202, (await first).Status);
        Assert.Equal(202, (await host.PostAsync(large)).Status);
        Assert.Equal(0, host.HeldBytes);
    }

    [Fact]
    public async Task Post_CloudEvents_BecomeNativeTouchpoints()
    {
        const string Event = """{"specversion":"1.0","id":"1","source":"/shop","type":"order.placed","subject":"c","time":"2026-03-03T11:00:00Z","data":{"attributes":{"order":"4711"}}}""";
        Assert.Equal(202, (await _host.PostAsync(Event, "application/cloudevents+json; charset=UTF-8")).Status);
        var (status, json, _) = await _host.PostAsync(
            $"[{Event},{Event.Replace("\"subject\":\"c\",", "", StringComparison.Ordinal)}]", "application/cloudevents-batch+json");
        Assert.Equal(202, status);
        Assert.Equal("/1/subject", json.GetProperty("results")[1].GetProperty("problems")[0].GetProperty("pointer").GetString());
        Assert.Equal(202, (await _host.PostAsync(
            """{"attributes":{"order":"4711"}}""", "application/json", ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "%2Fshop"),
            ("ce-type", "order.placed"), ("ce-subject", "c"), ("ce-time", "2026-03-03T11:00:00Z"))).Status);
        Assert.Equal(3, _host.Log.Items.Count);
        var touchpoints = _host.Log.Items.Select(i => TouchpointJson.Read(i.Body.Span).Touchpoint).ToList();
        Assert.All(touchpoints, t => Assert.Equal(touchpoints[0], t));
        Assert.Equal(Rules.Touchpoints.Scalar.Of("4711"), touchpoints[0]!.Attributes["order"]);
    }

    [Fact]
    public async Task Post_BinaryEventWithWrongHeader_NamesTheHeader()
    {
        var (status, json, _) = await _host.PostAsync(
            "{}", "application/json", ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "s"), ("ce-type", "t"), ("ce-subject", "c"), ("ce-time", "now"));
        Assert.Equal(400, status);
        Assert.Equal("ce-time", json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    /// <summary>A stream whose length nobody knows, as of a body sent in chunks.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
