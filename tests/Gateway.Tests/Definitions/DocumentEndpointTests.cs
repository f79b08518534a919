using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Definitions;

/// <summary>A document's life over the API.</summary>
public sealed class DocumentEndpointTests : IAsyncLifetime
{
    private const string Path = "/v1/documents/policy/late";

    private GatewayHost _host = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        var journey = "kind: journey\nid: order\nname: Order\nstages:\n  - id: placed\n    name: Placed\n    enter: order.placed\n";
        Assert.Empty(await _host.Get<DefinitionHost>().ImportAsync([new DocumentSource("order.yaml", journey), new DocumentSource("late.yaml", Policy("Late"))], "retail pack", Cancelled));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static string Policy(string name) =>
        $"kind: policy\nid: late\nname: {name}\non: {{stageEntered: {{journey: order, stage: placed}}}}\ndo:\n  - message: {{channel: email, text: Hello}}\n";

    private static string Text(string text) => JsonSerializer.Serialize(new { text });

    private async Task AsAsync(string account) =>
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Post, "/v1/me/switch", JsonSerializer.Serialize(new { account }))).Status);

    private async Task<(int Status, JsonElement Json, long Revision)> StepAsync(HttpMethod method, string step, long? revision = null, string? body = null)
    {
        (string, string)[] headers = revision is null ? [] : [("If-Match", $"\"{revision}\"")];
        var (status, json, response) = await _host.SendAsync(method, $"{Path}/{step}", body, headers: headers);
        return (status, json, response.Headers.ETag is { } tag ? long.Parse(tag.Tag.Trim('"'), System.Globalization.CultureInfo.InvariantCulture) : 0);
    }

    private Task<(int Status, JsonElement Json, long Revision)> SaveAsync(string name, long? revision = null) => StepAsync(HttpMethod.Put, "draft", revision, Text(Policy(name)));

    private Task<(int Status, JsonElement Json, long Revision)> PostAsync(string step, long? revision = null, string? body = null) => StepAsync(HttpMethod.Post, step, revision, body);

    [Fact]
    public async Task Draft_FromTextToPublication_PassesThroughTwoPeople()
    {
        await AsAsync("marketer");
        var (status, json, revision) = await SaveAsync("Later");
        Assert.Equal(200, status);
        Assert.Equal("draft", json.GetProperty("document").GetProperty("draft").GetProperty("state").GetString());
        Assert.Equal(0, json.GetProperty("document").GetProperty("draft").GetProperty("problems").GetArrayLength());
        (status, json, revision) = await PostAsync("submit", revision);
        Assert.Equal(200, status);
        Assert.Equal(403, (await PostAsync("approve", revision)).Status);

        await AsAsync("approver");
        (status, _, revision) = await PostAsync("approve", revision, "{\"comment\":\"fine\"}");
        Assert.Equal(200, status);
        (status, json, _) = await PostAsync("publish", revision);
        Assert.Equal(200, status);
        Assert.Equal(("published", "Later", 2), Said(json.GetProperty("document")));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("document").GetProperty("draft").ValueKind);
        Assert.Equal(["2 approver", "1 retail pack"], json.GetProperty("versions").EnumerateArray().Select(v => $"{v.GetProperty("version")} {v.GetProperty("publishedBy").GetString()}"));

        var trail = (await _host.GetAsync("/v1/audit?kind=policy&id=late")).Json.GetProperty("items").EnumerateArray();
        Assert.Equal(
            ["published approver", "approved approver", "submitted marketer", "saved marketer", "imported retail pack"],
            trail.Select(e => $"{e.GetProperty("action").GetString()} {e.GetProperty("by").GetString()}"));
    }

    [Fact]
    public async Task Owner_WhoHoldsAllRoles_DoesNotApproveTheirOwnWork()
    {
        var (_, _, revision) = await SaveAsync("Later");
        (_, _, revision) = await PostAsync("submit", revision);
        var (status, json, _) = await PostAsync("approve", revision);

        Assert.Equal((403, "urn:cx:problem:own-work"), (status, json.GetProperty("type").GetString()));
        await AsAsync("approver");
        Assert.Equal(200, (await PostAsync("approve", revision)).Status);
    }

    [Fact]
    public async Task Save_WithoutOrWithAnOldRevision_OverwritesNothing()
    {
        var (_, _, first) = await SaveAsync("One");
        Assert.Equal(428, (await SaveAsync("Two")).Status);
        Assert.Equal(400, (await _host.SendAsync(HttpMethod.Put, $"{Path}/draft", Text("x"), headers: ("If-Match", "new"))).Status);
        var (status, _, second) = await SaveAsync("Two", first);
        Assert.Equal(200, status);
        Assert.NotEqual(first, second);
        var (late, json, _) = await SaveAsync("Three", first);
        Assert.Equal((412, "urn:cx:problem:draft-changed"), (late, json.GetProperty("type").GetString()));
        Assert.Equal(428, (await PostAsync("submit")).Status);
        Assert.Equal(412, (await PostAsync("submit", first)).Status);
    }

    [Fact]
    public async Task Draft_WithErrors_IsSavedWithThemAndNotSubmitted()
    {
        var (status, json, revision) = await StepAsync(HttpMethod.Put, "draft", null, Text("kind: policy\nid: late\nname: Late\n"));
        Assert.Equal(200, status);
        var problem = json.GetProperty("document").GetProperty("draft").GetProperty("problems")[0];
        Assert.True(problem.GetProperty("line").GetInt32() >= 1);
        (status, json, _) = await PostAsync("submit", revision);
        Assert.Equal((409, "urn:cx:problem:has-errors"), (status, json.GetProperty("type").GetString()));
        Assert.StartsWith("late.yaml:", json.GetProperty("errors")[0].GetProperty("pointer").GetString(), StringComparison.Ordinal);
        Assert.False((await PostAsync("check", null, Text("kind: policy"))).Json.GetProperty("valid").GetBoolean());
        Assert.True((await PostAsync("check", null, Text(Policy("Fine")))).Json.GetProperty("valid").GetBoolean());
        Assert.Equal(400, (await PostAsync("check", null, "{\"text\":null}")).Status);
    }

    [Fact]
    public async Task Reject_NeedsAComment()
    {
        var (_, _, revision) = await SaveAsync("Later");
        (_, _, revision) = await PostAsync("submit", revision);
        await AsAsync("approver");
        Assert.Equal(400, (await PostAsync("reject", revision, "{}")).Status);
        var (status, json, _) = await PostAsync("reject", revision, "{\"comment\":\"too loud\"}");
        Assert.Equal(200, status);
        Assert.Equal("too loud", json.GetProperty("document").GetProperty("draft").GetProperty("comment").GetString());
    }

    [Fact]
    public async Task PauseRollBackRetire_ActAtOnce()
    {
        var paused = await PostAsync("pause");
        Assert.Equal((200, ("paused", "Late", 1)), (paused.Status, Said(paused.Json.GetProperty("document"))));
        Assert.Equal(("published", "Late", 1), Said((await PostAsync("resume")).Json.GetProperty("document")));
        Assert.Equal(("published", "Late", 4), Said((await PostAsync("rollback", null, "{\"version\":1}")).Json.GetProperty("document")));
        Assert.Equal(404, (await PostAsync("rollback", null, "{\"version\":77}")).Status);
        var retired = (await PostAsync("retire")).Json;
        Assert.Equal("retired", retired.GetProperty("document").GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, retired.GetProperty("text").ValueKind);
        Assert.Equal(404, (await PostAsync("retire")).Status);
        Assert.Equal("retired", (await _host.GetAsync("/v1/documents?state=retired")).Json.GetProperty("items")[0].GetProperty("state").GetString());

        // A journey that policies name does not go, and nothing in it pauses.
        Assert.Equal(409, (await _host.SendAsync(HttpMethod.Post, "/v1/documents/journey/order/pause")).Status);
    }

    [Fact]
    public async Task Compare_DraftWithWhatIsInForce_HasBothTextsAndTheLines()
    {
        await SaveAsync("Later");
        var json = (await _host.GetAsync($"{Path}/compare")).Json;

        Assert.Equal(("version 1", "draft"), (json.GetProperty("from").GetString(), json.GetProperty("to").GetString()));
        Assert.Equal(Policy("Later"), json.GetProperty("toText").GetString());
        Assert.Equal(
            ["removed name: Late", "added name: Later"],
            json.GetProperty("lines").EnumerateArray().Where(l => l.GetProperty("kind").GetString() != "same").Select(l => $"{l.GetProperty("kind").GetString()} {l.GetProperty("text").GetString()}"));
        Assert.Equal(404, (await _host.GetAsync($"{Path}/compare?from=7&to=draft")).Status);
        Assert.Equal(200, (await _host.GetAsync($"{Path}/compare?from=1&to=published")).Status);
        Assert.Equal(Policy("Late"), (await _host.GetAsync($"{Path}/versions/1")).Json.GetProperty("text").GetString());
        Assert.Equal(404, (await _host.GetAsync($"{Path}/versions/9")).Status);
        Assert.Equal(1, (await _host.GetAsync($"{Path}/versions?limit=1")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task List_HasDraftsAndWhatPoliciesDid()
    {
        await _host.SendAsync(HttpMethod.Put, "/v1/documents/segment/new/draft", Text("kind: segment\nid: new\nname: New ones\nwhen: {customer.x: 1}\n"));
        await SaveAsync("Later");
        var items = (await _host.GetAsync("/v1/documents")).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(["journey order published", "policy late published", "segment new draft"], items.Select(i => $"{i.GetProperty("kind").GetString()} {i.GetProperty("id").GetString()} {i.GetProperty("state").GetString()}"));
        Assert.Equal("New ones", items[2].GetProperty("name").GetString());
        Assert.Equal(24, items[1].GetProperty("activity").GetProperty("hours").GetArrayLength());
        Assert.Equal("retail pack", items[1].GetProperty("origin").GetString());
        Assert.Equal(("service", 50), (items[1].GetProperty("category").GetString(), items[1].GetProperty("priority").GetInt32()));
        Assert.Equal(2, (await _host.GetAsync("/v1/documents?state=draft")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(400, (await _host.GetAsync("/v1/documents/nothing/x")).Status);
        Assert.Equal(404, (await _host.GetAsync("/v1/documents/policy/none")).Status);
    }

    [Fact]
    public async Task Document_OfAWatchedFolder_IsNotEditedHere()
    {
        await _host.Get<DefinitionHost>().ImportAsync([new DocumentSource("order.yaml", Policy("Late").Replace("stageEntered: {journey: order, stage: placed}", "touchpoint: a", StringComparison.Ordinal))], DocumentOrigins.Folder("/etc/cx"), Cancelled);
        var (status, json, _) = await SaveAsync("Later");

        Assert.Equal((409, "urn:cx:problem:from-folder"), (status, json.GetProperty("type").GetString()));
        Assert.False((await _host.GetAsync(Path)).Json.GetProperty("document").GetProperty("editable").GetBoolean());
    }

    [Fact]
    public async Task PublishSet_DryRunAndReal_TellWhatChanges()
    {
        var files = JsonSerializer.Serialize(new { files = new Dictionary<string, string> { ["late.yaml"] = Policy("Late").Replace("stageEntered: {journey: order, stage: placed}", "touchpoint: a", StringComparison.Ordinal) }, dryRun = true });
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/definitions/publish", files);
        Assert.Equal(200, status);
        Assert.Equal(["removed", "changed"], json.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("change").GetString()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("version").ValueKind);
        json = (await _host.SendAsync(HttpMethod.Post, "/v1/definitions/publish", files.Replace("true", "false", StringComparison.Ordinal))).Json;
        Assert.Equal(2, json.GetProperty("version").GetInt32());

        await AsAsync("marketer");
        Assert.Equal(403, (await _host.SendAsync(HttpMethod.Post, "/v1/definitions/publish", files)).Status);
    }

    private static (string State, string Name, int Version) Said(JsonElement document) =>
        (document.GetProperty("state").GetString()!, document.GetProperty("name").GetString()!, document.GetProperty("version").GetInt32());
}
