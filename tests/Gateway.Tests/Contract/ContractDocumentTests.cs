using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Contract;
using CxOrchestrator.Gateway.Links;
using CxOrchestrator.Gateway.Tests.Operations;

namespace CxOrchestrator.Gateway.Tests.Contract;

/// <summary>The OpenAPI document says everything that a client has to know before the first call.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed partial class ContractDocumentTests(ContractGateway gateway) : IClassFixture<ContractGateway>
{
    private ContractDocument Document => gateway.Document;

    // Pages for browsers, the hub, which is no HTTP API, and what other protocols' own documents describe: other systems' APIs, and assistants'.
    private static IEnumerable<IGrouping<(string Method, string Path), AccessRule>> Rules() => AccessTable.Rules
        .Where(r => r.Method is not (AccessRule.Hub or "ANY") && !r.Pattern.StartsWith("/sign-", StringComparison.Ordinal) && !PublicPaths.Has(r.Pattern) && r.Otherwise is not (AccessTable.SourceKey or AccessTable.AssistantKey))
        .GroupBy(r => (r.Method, Constraint().Replace(r.Pattern, "}")));

    [Fact]
    public void Document_HasEveryEndpointOfTheTableAndNoOther()
    {
        var said = Document.Operations.Select(o => $"{o.Method} {o.Path}").ToHashSet();
        var ruled = Rules().Select(r => $"{r.Key.Method} {r.Key.Path}").ToHashSet();
        Assert.Empty(ruled.Except(said));
        Assert.Empty(said.Except(ruled));
    }

    [Fact]
    public void Operations_Each_SayWhoMayCallThem() => Assert.All(Rules(), rules =>
    {
        var operation = Document.Find(rules.Key.Method, rules.Key.Path)!;
        var security = operation["security"]!.AsArray();
        var roles = Roles.All.Where(role => rules.Any(r => r.Roles.Contains(role))).ToList();
        if (rules.Any(r => r.Otherwise == AccessTable.Key))
        {
            Assert.Equal(["touchpoints"], Assert.Single(security)!["key"]!.AsArray().Select(s => (string?)s));
        }
        else if (roles.Count == 0)
        {
            Assert.Empty(security);
            return;
        }
        else if (rules.Any(r => r.When == AccessTable.OrKey))
        {
            // Either lets somebody in.
            Assert.Equal(["touchpoints"], security[0]!["key"]!.AsArray().Select(s => (string?)s));
            Assert.Equal(roles, security[1]!["session"]!.AsArray().Select(s => (string?)s!));
        }
        else
        {
            Assert.Equal(roles, Assert.Single(security)!["session"]!.AsArray().Select(s => (string?)s!));
        }

        Assert.NotNull(operation["responses"]!["401"]);
        Assert.NotNull(operation["responses"]!["403"]);
    });

    [Fact]
    public void Operations_Each_SayTheAnswersThatCanMeetThem() => Assert.All(Document.Operations, entry =>
    {
        var responses = entry.Operation["responses"]!.AsObject();
        Assert.Contains(responses, r => r.Key[0] == '2');
        Assert.All((string[])["403", "500"], s => Assert.True(responses.ContainsKey(s), $"{entry.Path} {s}"));
        if (entry.Path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            Assert.All((string[])["400", "503"], s => Assert.True(responses.ContainsKey(s), $"{entry.Path} {s}"));
        }

        if (entry.Operation["requestBody"] is not null)
        {
            Assert.All((string[])["408", "413", "415", "429"], s => Assert.True(responses.ContainsKey(s), $"{entry.Path} {s}"));
        }

        Assert.All(responses.Where(r => r.Key is "429" || (r.Key is "503" && r.Value!["content"]!["application/problem+json"] is not null)), r =>
            Assert.NotNull(Document.Resolve(r.Value!["headers"]?["Retry-After"])));
        Assert.All(responses.Where(r => r.Key[0] is '4' or '5' && entry.Path != "/health/ready"), r =>
            Assert.Equal("#/components/schemas/Problem", (string?)r.Value!["content"]!["application/problem+json"]!["schema"]!["$ref"]));
    });

    [Fact]
    public void Steps_OnADraft_TakeIfMatchAndGiveAnETag()
    {
        foreach (var (step, required) in (ReadOnlySpan<(string, bool)>)[("submit", true), ("approve", true), ("reject", true), ("publish", true)])
        {
            Check(Document.Find("POST", $"/v1/documents/{{kind}}/{{id}}/{step}")!, required);
        }

        Check(Document.Find("PUT", "/v1/documents/{kind}/{id}/draft")!, required: false);
        Check(Document.Find("DELETE", "/v1/documents/{kind}/{id}/draft")!, required: true);
        Assert.NotNull(Document.Find("GET", "/v1/documents/{kind}/{id}")!["responses"]!["200"]!["headers"]!["ETag"]);

        void Check(JsonObject operation, bool required)
        {
            var header = operation["parameters"]!.AsArray().Select(Document.Resolve).Single(p => (string?)p!["name"] == "If-Match");
            Assert.Equal(required, (bool?)header!["required"] ?? false);
            Assert.NotNull(operation["responses"]!["412"]);
            Assert.NotNull(operation["responses"]!["428"]);
            Assert.NotNull(Document.Resolve(operation["responses"]!["200"]!["headers"]!["ETag"]));
        }
    }

    [Fact]
    public void Numbers_AreNumbersAndNothingElse()
    {
        var mixed = new List<string>();
        Walk(Document.Json, "", (path, node) =>
        {
            if (node["type"] is JsonArray types && types.Any(t => (string?)t is "number" or "integer") && types.Any(t => (string?)t is "string"))
            {
                mixed.Add(path);
            }
        });
        Assert.Empty(mixed);
        var limit = Document.Find("GET", "/v1/at-risk")!["parameters"]!.AsArray().Single(p => (string?)p!["name"] == "limit")!["schema"]!;
        Assert.Equal(("integer", 1, 1000, 50), ((string?)limit["type"], (int)limit["minimum"]!, (int)limit["maximum"]!, (int)limit["default"]!));
    }

    [Fact]
    public void ClosedWords_EachRecordAndParameter_IsInTheDocument()
    {
        Assert.All(ClosedWords.Fields, entry =>
        {
            var field = Document.Json["components"]!["schemas"]![entry.Key.Record]?["properties"]?[JsonNamingPolicy.CamelCase.ConvertName(entry.Key.Field)];
            Assert.NotNull(field);
            var words = (field["enum"] ?? field["items"]!["enum"])!.AsArray().Where(w => w is not null).Select(w => (string?)w!);
            Assert.Equal(entry.Value, words);
        });
        Assert.All(ClosedWords.Parameters, entry =>
        {
            var (_, _, operation) = Document.Operations.Single(o => (string?)o.Operation["operationId"] == entry.Key.Operation);
            var parameter = operation["parameters"]!.AsArray().Single(p => (string?)p!["name"] == entry.Key.Parameter);
            Assert.Equal(entry.Value, parameter!["schema"]!["enum"]!.AsArray().Select(w => (string?)w!));
        });
    }

    [Fact]
    public void Examples_OfTouchpoints_FitTheirSchemas()
    {
        var body = Document.Resolve(Document.Find("POST", "/v1/touchpoints")!["requestBody"])!;
        Assert.Equal(4, body["content"]!.AsObject().Count);
        Assert.All(body["content"]!.AsObject(), media =>
        {
            var examples = media.Value!["examples"]?.AsObject().Select(e => e.Value!["value"]) ?? [media.Value["example"]];
            Assert.All(examples, e => Assert.Empty(Document.Wrong(media.Value["schema"]!, e)));
        });
    }

    private static void Walk(JsonNode? node, string path, Action<string, JsonObject> visit)
    {
        if (node is JsonObject map)
        {
            visit(path, map);
            foreach (var (name, child) in map)
            {
                Walk(child, $"{path}/{name}", visit);
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Walk(list[i], $"{path}/{i}", visit);
            }
        }
    }

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex Constraint();
}
