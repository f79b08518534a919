using System.Text.Json.Nodes;
using CxOrchestrator.Gateway.Tests.Operations;

namespace CxOrchestrator.Gateway.Tests.Contract;

/// <summary>What the product really answers is what the OpenAPI document says.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class ContractAnswerTests(ContractGateway gateway) : IClassFixture<ContractGateway>
{
    private const string Native = """{"id":"x1","type":"order.paid","customer":"ben","at":"2026-03-03T09:05:00Z"}""";

    private readonly List<string> _wrong = [];
    private readonly HashSet<string> _asked = [];

    [Fact]
    public async Task Reads_Each_AnswerAsTheDocumentSays()
    {
        var draft = await AskAsync("PUT", "/v1/documents/{kind}/{id}/draft", $"/v1/documents/policy/{ContractGateway.Policy}/draft", Text());
        Assert.Equal(200, draft);
        Assert.Equal(200, await AskAsync("POST", "/v1/code-pools/{pool}/codes", "/v1/code-pools/spring-10/codes", """{"codes":["A-1","A-2"]}"""));
        Assert.Equal(202, await AskAsync("POST", "/v1/backtests", "/v1/backtests", $$"""{"documents":[{"kind":"policy","id":"{{ContractGateway.Policy}}"}]}"""));
        var values = new Dictionary<string, string>
        {
            ["customer"] = "ann",
            ["kind"] = "policy",
            ["id"] = "late-delivery",
            ["version"] = "1",
            ["pool"] = "spring-10",
            ["code"] = "A-1",
            ["type"] = "order.placed",
        };
        foreach (var (method, path, operation) in gateway.Document.Operations.Where(o => o.Method == "GET"))
        {
            var own = path switch
            {
                "/v1/actions/{id}" => await gateway.FirstAsync("/v1/actions", "id"),
                "/v1/cases/{id}" => "none",
                "/v1/backtests/{id}" => await gateway.FirstAsync("/v1/backtests", "id"),
                _ when path.StartsWith("/v1/dead-letters/", StringComparison.Ordinal) => "1",
                _ => null,
            };
            var address = values.Aggregate(path, (p, v) => p.Replace($"{{{v.Key}}}", v.Key == "id" && own is not null ? own : v.Value, StringComparison.Ordinal));
            var query = path switch { "/v1/search" => "?q=ann", "/v1/customers/{customer}/why" => "?policy=late-delivery", "/v1/customers/{customer}/merge" => "?with=ben", "/v1/documents/{kind}/{id}/compare" => "?from=published&to=published", _ => "" };
            var status = await AskAsync(method, path, address + query);
            Assert.True(status is 200 or 404 or 503, $"{address} answered {status}");
            if (operation["parameters"]?.AsArray().Any(p => (string?)p!["name"] == "limit") == true)
            {
                Assert.Equal(400, await AskAsync(method, path, $"{address}?limit=x"));
            }
        }

        AssertNothingWrong();
        Assert.Empty(gateway.Document.Operations.Where(o => o.Method == "GET").Select(o => o.Path).Except(_asked));
    }

    [Fact]
    public async Task Touchpoints_EveryForm_IsTakenAndFitsItsSchema()
    {
        const string cloudEvent = """{"specversion":"1.0","id":"e1","source":"/shop","type":"order.paid","subject":"ben","time":"2026-03-03T09:05:00Z","data":{"attributes":{"order":"1"},"feedback":{"nps":9}}}""";
        foreach (var (body, type) in (List<(string, string)>)
        [
            (Native, "application/json"),
            ($"[{Native}]", "application/json"),
            ("""{"id":"x2","type":"order.paid","customer":"ben","at":"2026-03-03T09:05:00+01:00","source":"shop","channel":null,"attributes":{"list":[1,"a"],"deep":{"a":true},"none":null},"value":{"amount":1.5,"currency":"EUR"}}""", "application/json"),
            (cloudEvent, "application/cloudevents+json"),
            ($"[{cloudEvent}]", "application/cloudevents-batch+json"),
        ])
        {
            Assert.Empty(gateway.Document.Wrong(Body(type), JsonNode.Parse(body)));
            Assert.Equal(202, await AskAsync("POST", "/v1/touchpoints", "/v1/touchpoints", body, type));
        }

        Assert.Equal(202, await AskAsync("POST", "/v1/touchpoints", "/v1/touchpoints", $"{Native}\n{Native}\n", "application/x-ndjson"));
        const string data = """{"attributes":{"order":"1"},"feedback":{"csat":4}}""";
        Assert.Empty(gateway.Document.Wrong(new JsonObject { ["$ref"] = "#/components/schemas/EventData" }, JsonNode.Parse(data)));
        Assert.Equal(202, await AskAsync(
            "POST", "/v1/touchpoints", "/v1/touchpoints", data, "application/json",
            ("ce-specversion", "1.0"), ("ce-id", "b1"), ("ce-source", "/shop"), ("ce-type", "order.paid"), ("ce-subject", "ben"), ("ce-time", "2026-03-03T09:05:00Z")));
        AssertNothingWrong();
    }

    [Theory]
    [InlineData("""{"type":"order.paid","customer":"ben","at":"2026-03-03T09:05:00Z"}""", "application/json")]
    [InlineData("""{"id":1,"type":"order.paid","customer":"ben","at":"2026-03-03T09:05:00Z"}""", "application/json")]
    [InlineData("""{"id":"1","type":"order.paid","customer":"ben","at":"yesterday"}""", "application/json")]
    [InlineData("""{"id":"1","type":"order.paid","customer":"ben","at":"2026-03-03T09:05:00Z","feedback":{"nps":11}}""", "application/json")]
    [InlineData("""{"id":"1","type":"order.paid","customer":"ben","at":"2026-03-03T09:05:00Z","value":{"amount":"1","currency":"EUR"}}""", "application/json")]
    [InlineData("""{"id":"1","type":"order.paid","customer":"ben","at":"2026-03-03T09:05:00Z","value":{"amount":1}}""", "application/json")]
    [InlineData("""{"id":"1","type":"order.paid","customer":"ben","at":"2026-03-03T09:05:00Z","attributes":[]}""", "application/json")]
    [InlineData("""{"specversion":"1.0","id":"e1","source":"/shop","type":"order.paid","time":"2026-03-03T09:05:00Z"}""", "application/cloudevents+json")]
    [InlineData("""{"specversion":"1.0","id":"e1","source":"/shop","type":"order.paid","subject":"ben"}""", "application/cloudevents+json")]
    [InlineData("""{"specversion":"0.3","id":"e1","source":"/shop","type":"order.paid","subject":"ben","time":"2026-03-03T09:05:00Z"}""", "application/cloudevents+json")]
    public async Task Touchpoints_WrongOnes_AreRefusedByTheSchemaAndTheServer(string body, string type)
    {
        Assert.NotEmpty(gateway.Document.Wrong(Body(type), JsonNode.Parse(body)));
        Assert.Equal(400, await AskAsync("POST", "/v1/touchpoints", "/v1/touchpoints", body, type));
        AssertNothingWrong();
    }

    [Fact]
    public async Task Refusals_OfManyKinds_AnswerAsTheDocumentSays()
    {
        const string draft = "/v1/documents/{kind}/{id}/draft";
        const string refused = "/v1/documents/policy/refused";
        Assert.Equal(404, await AskAsync("GET", "/v1/customers/{customer}", "/v1/customers/nobody"));
        Assert.Equal(415, await AskAsync("POST", "/v1/touchpoints", "/v1/touchpoints", "x", "text/html"));
        Assert.Equal(413, await AskAsync("POST", "/v1/touchpoints", "/v1/touchpoints", new string(' ', 5 << 20)));
        Assert.Equal(400, await AskAsync("GET", "/v1/at-risk", "/v1/at-risk?search=%ff"));
        Assert.Equal(401, await AskAsync("POST", "/v1/touchpoints", "/v1/touchpoints", Native, "application/json", ("Authorization", "Bearer cx_wrong")));
        Assert.Equal(403, await AskAsync("GET", "/v1/ledger", "/v1/ledger", null, "", ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")));
        Assert.Equal(200, await AskAsync("PUT", draft, $"{refused}/draft", Text("refused")));
        Assert.Equal(428, await AskAsync("PUT", draft, $"{refused}/draft", Text("refused")));
        Assert.Equal(412, await AskAsync("PUT", draft, $"{refused}/draft", Text("refused"), "application/json", ("If-Match", "\"999\"")));
        Assert.Equal(400, await AskAsync("PUT", draft, $"{refused}/draft", Text("refused"), "application/json", ("If-Match", "x")));
        using var now = await gateway.SendAsync("GET", refused);
        Assert.NotNull(now.Headers.ETag);
        Assert.Equal(409, await AskAsync("POST", "/v1/documents/{kind}/{id}/publish", $"{refused}/publish", null, "", ("If-Match", now.Headers.ETag.Tag)));
        Assert.Equal(204, await AskAsync("DELETE", draft, $"{refused}/draft", null, "", ("If-Match", now.Headers.ETag.Tag)));
        Assert.Equal(401, await AskAsync("POST", "/v1/sign-in", "/v1/sign-in", """{"account":"owner","password":"x"}"""));
        Assert.Equal(201, await AskAsync("POST", "/v1/keys", "/v1/keys", """{"name":"shop","sources":["shop"]}"""));
        Assert.Equal(200, await AskAsync("PUT", "/v1/customers/{customer}/suppression", "/v1/customers/ann/suppression", $$"""{"until":"{{TimeProvider.System.GetUtcNow().AddDays(1):O}}","by":"Ann","version":0}"""));
        Assert.Equal(200, await AskAsync("POST", "/v1/definitions/check", "/v1/definitions/check", """{"files":{"a.yaml":"kind: policy"}}"""));
        AssertNothingWrong();
    }

    private void AssertNothingWrong() => Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));

    private static string Text(string id = ContractGateway.Policy) =>
        new JsonObject { ["text"] = ContractGateway.PolicyText.Replace(ContractGateway.Policy, id, StringComparison.Ordinal) }.ToJsonString();

    private JsonNode Body(string type) => gateway.Document.Resolve(gateway.Document.Find("POST", "/v1/touchpoints")!["requestBody"])!["content"]![type]!["schema"]!;

    private async Task<int> AskAsync(string method, string path, string address, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        _asked.Add(path);
        using var response = await gateway.SendAsync(method, address, body, type, headers);
        _wrong.AddRange(await gateway.Document.WrongAsync(method, path, response));
        return (int)response.StatusCode;
    }
}
