using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Gateway.Tests.Definitions;

/// <summary>Hostile documents and names that come over the API.</summary>
public sealed class HostilePublishTests : IAsyncLifetime
{
    private const string Segment = "kind: segment\nid: s\nname: S\nwhen: {mood: 0}\n";
    private const string Template = "kind: template\nid: t\nname: T\nfallback: en\nformat: html\nlanguages:\n  en: {subject: 'For {{ customer.name | default: \"\" }}', text: '<p title=\"{{ customer.name | default: \"\" }}\">{{ customer.name | default: \"\" }}</p>'}\n";

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<(int Status, JsonElement Json)> PublishAsync(string body)
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/definitions/publish", body);
        return (status, json);
    }

    private Task<(int Status, JsonElement Json)> PublishAsync(string file, string text) =>
        PublishAsync(JsonSerializer.Serialize(new { files = new Dictionary<string, string> { [file] = text } }));

    [Theory]
    [InlineData("../../x.yaml")]
    [InlineData("a/../../x.yaml")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\x.yaml")]
    [InlineData("..\\x.yaml")]
    [InlineData("a//b.yaml")]
    [InlineData("")]
    [InlineData("a\u001B[2J.yaml")]
    [InlineData("a\u202Elmay.x")]
    public async Task Publish_AFileNameThatLeadsElsewhere_IsRefused(string name)
    {
        var (status, json) = await PublishAsync(name, Segment);

        Assert.Equal(400, status);
        var error = Assert.Single(json.GetProperty("errors").EnumerateArray());
        Assert.Equal("/files", error.GetProperty("pointer").GetString());
        Assert.StartsWith("A document's name is its path below the folder it comes from, like service/late.yaml", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_AFileTwice_IsRefused()
    {
        var (status, json) = await PublishAsync($"{{\"files\":{{\"a.yaml\":{JsonSerializer.Serialize(Segment)},\"a.yaml\":\"\"}}}}");

        Assert.Equal(400, status);
        Assert.Contains("Duplicate properties", json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("..")]
    public async Task Publish_AnIdThatLeadsElsewhere_IsToldWithItsPlace(string id)
    {
        var (status, json) = await PublishAsync("a.yaml", Segment.Replace("id: s", $"id: \"{id}\"", StringComparison.Ordinal));

        Assert.Equal(200, status);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("version").ValueKind);
        var problem = Assert.Single(json.GetProperty("problems").EnumerateArray());
        Assert.Equal("a.yaml:2:5", $"{problem.GetProperty("file").GetString()}:{problem.GetProperty("line").GetInt32()}:{problem.GetProperty("column").GetInt32()}");
        Assert.StartsWith($"'{id}' cannot be an id; use letters, digits", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_DeepDocumentsAndTemplates_AreToldWithTheirPlaces()
    {
        var deep = "kind: segment\nid: s\nname: S\nwhen: " + string.Concat(Enumerable.Repeat("{all: [", 10_000));
        var endless = Template.Replace("<p title", string.Concat(Enumerable.Repeat("{% if mood %}", 400)) + "<p title", StringComparison.Ordinal);

        var (status, json) = await PublishAsync("a.yaml", $"{deep}\n---\n{endless}");

        Assert.Equal(200, status);
        Assert.Equal(
            ["4: nested deeper than 32 levels", "12: 'text' goes deeper than 30 levels"],
            json.GetProperty("problems").EnumerateArray().Select(p => $"{p.GetProperty("line").GetInt32()}: {p.GetProperty("message").GetString()!.Split([" of ", ";"], StringSplitOptions.None)[0]}"));
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("..%2F..%2Fx")]
    [InlineData("%2e%2e%2fx")]
    [InlineData("a%00b")]
    [InlineData("a%0D%0Ab")]
    public async Task Draft_AnIdThatLeadsElsewhere_IsRefused(string id) =>
        Assert.InRange((await _host.SendAsync(HttpMethod.Put, $"/v1/documents/policy/{id}/draft", JsonSerializer.Serialize(new { text = Segment }))).Status, 400, 405);

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "For <script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"alert(1)", "&quot; onmouseover=&quot;alert(1)", "For \" onmouseover=\"alert(1)")]
    [InlineData("Ann\r\nBcc: x", "Ann&#xD;&#xA;Bcc: x", "For Ann Bcc: x")]
    public async Task Try_ScriptInAName_IsShownAsItWouldBeSent(string name, string escaped, string subject)
    {
        Assert.Empty(await _host.Get<DefinitionHost>().ImportAsync([new DocumentSource("t.yaml", Template)], "pack", TestContext.Current.CancellationToken));
        var customer = States.Unhappy("c1");
        _host.Store.Put(customer with { Profile = customer.Profile with { Name = name } }, atRisk: true, States.Entry("c1", 1));

        var (_, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/customers/c1/try", JsonSerializer.Serialize(new { kind = "template", id = "t", text = Template }));

        var text = Assert.Single(json.GetProperty("texts").EnumerateArray());
        Assert.Equal($"<p title=\"{escaped}\">{escaped}</p>", text.GetProperty("text").GetString());
        Assert.Equal(subject, text.GetProperty("subject").GetString());
    }
}
