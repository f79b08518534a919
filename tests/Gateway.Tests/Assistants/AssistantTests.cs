using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Gateway.Assistants;
using CxOrchestrator.Gateway.Tests.Operations;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CxOrchestrator.Gateway.Tests.Assistants;

/// <summary>AI assistants at <c>/mcp</c>: what each key may do, what it sees, and what is recorded.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class AssistantTests : IAsyncLifetime
{
    private const string Policy =
        """
        kind: journey
        id: order
        name: Order
        stages: [{id: placed, enter: order.placed}]
        ---
        kind: policy
        id: late
        name: Late
        on: [{touchpoint: order.placed}]
        when: {customer.segment: gold}
        do: [{callback: {queue: care, reason: late}}]
        """;

    private static readonly string[] Every = ["*"];

    private DirectoryInfo _documents = null!;
    private EmbeddedGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _documents = Directory.CreateTempSubdirectory("cx-gateway-tests-");
        await File.WriteAllTextAsync(Path.Combine(_documents.FullName, "set.yaml"), Policy, Cancel);
        _gateway = await EmbeddedGateway.StartAsync("--definitions", _documents.FullName, "--Assistants:Enabled=true", "--Access:AccountsKnownFor=00:00:00.100");
        Assert.Equal(202, await _gateway.SendAsync(
            $$$"""
            [{"id":"1","type":"customer.updated","customer":"ann","at":"{{{TimeProvider.System.GetUtcNow().AddMinutes(-2):O}}}","source":"shop","attributes":{"email":"ann.costa@northshop.pt","name":"Ann Costa"}},
             {"id":"2","type":"order.placed","customer":"ann","at":"{{{TimeProvider.System.GetUtcNow().AddMinutes(-1):O}}}","source":"shop","attributes":{"order":"7"}}]
            """));
        for (var tries = 0; tries < 600 && (await _gateway.Client.GetAsync(new Uri("/v1/customers/ann", UriKind.Relative), Cancel)).StatusCode != System.Net.HttpStatusCode.OK; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _documents.Delete(recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<string> KeyAsync(string name, params string[] scopes)
    {
        using var answer = await _gateway.Client.PostAsJsonAsync(new Uri("/v1/keys", UriKind.Relative), new { name, scopes, sources = scopes.Contains("touchpoints") ? Every : null }, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("secret").GetString()!;
    }

    private async Task<McpClient> ConnectAsync(string key) => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(_gateway.Client.BaseAddress!, "mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {key}" },
        }),
        cancellationToken: Cancel);

    private static async Task<(string Text, bool Refused)> CallAsync(McpClient client, string tool, params (string Name, object? Value)[] arguments)
    {
        var answer = await client.CallToolAsync(tool, arguments.ToDictionary(a => a.Name, a => a.Value), cancellationToken: Cancel);
        return (Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text, answer.IsError == true);
    }

    [Fact]
    public async Task Key_ThatReads_SeesNoPersonalDataAndWritesNothing()
    {
        await using var client = await ConnectAsync(await KeyAsync("reader", "assistant"));
        var tools = (await client.ListToolsAsync(cancellationToken: Cancel)).Select(t => t.Name).ToList();
        Assert.Equal(AssistantTools.All.Where(t => !t.Writes).Select(t => t.Name), tools);

        var (customer, refused) = await CallAsync(client, "get_customer", ("customer", "ann"));
        Assert.False(refused, customer);
        Assert.Contains("\"journey\":\"order\"", customer, StringComparison.Ordinal);
        Assert.DoesNotContain("Costa", customer, StringComparison.Ordinal);
        Assert.DoesNotContain("northshop", customer, StringComparison.Ordinal);

        var (why, _) = await CallAsync(client, "why", ("customer", "ann"), ("policy", "late"));
        Assert.Contains("customer.segment", why, StringComparison.Ordinal);
        Assert.False((await CallAsync(client, "customers_at_risk")).Refused);
        Assert.False((await CallAsync(client, "voice")).Refused);
        Assert.False((await CallAsync(client, "quotes")).Refused);
        Assert.False((await CallAsync(client, "ledger")).Refused);
        Assert.Contains("order.placed", await CatalogueAsync(client), StringComparison.Ordinal);
        Assert.Contains("\"late\"", (await CallAsync(client, "list_documents", ("kind", "policy"))).Text, StringComparison.Ordinal);
        Assert.Contains("kind: policy", (await CallAsync(client, "get_document", ("kind", "policy"), ("id", "late"))).Text, StringComparison.Ordinal);
        Assert.Contains("ann", (await CallAsync(client, "search", ("q", "ann"))).Text, StringComparison.Ordinal);
        Assert.False((await CallAsync(client, "get_timeline", ("customer", "ann"))).Refused);
        Assert.False((await CallAsync(client, "get_decisions", ("customer", "ann"))).Refused);

        Assert.Equal(("The key reader may only read; it lacks the scope assistant-draft.", true), await CallAsync(client, "save_draft", ("kind", "policy"), ("id", "late"), ("text", "kind: policy")));
        Assert.Equal(("There is no tool 'publish_draft'.", true), await CallAsync(client, "publish_draft", ("kind", "policy"), ("id", "late")));
    }

    [Fact]
    public async Task Key_WithPersonalData_SeesIt()
    {
        await using var client = await ConnectAsync(await KeyAsync("seer", "assistant", "personal-data"));

        Assert.Contains("Ann Costa", (await CallAsync(client, "get_customer", ("customer", "ann"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatIsWrong_SaysWhatIsNeeded()
    {
        await using var client = await ConnectAsync(await KeyAsync("reader", "assistant"));

        Assert.Equal(("get_customer needs 'customer': The customer's id.", true), await CallAsync(client, "get_customer"));
        Assert.Equal(("get_customer has no argument 'costumer'; it has customer.", true), await CallAsync(client, "get_customer", ("costumer", "ann")));
        var (nobody, refused) = await CallAsync(client, "get_customer", ("customer", "nobody"));
        Assert.True(refused);
        Assert.Contains("unknown-customer", nobody, StringComparison.Ordinal);

        // What is a path's part stays one.
        Assert.Contains("unknown-customer", (await CallAsync(client, "get_customer", ("customer", "ann/erasure"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_All_AreInTheAuditTrail()
    {
        await using var client = await ConnectAsync(await KeyAsync("writer", "assistant", "assistant-draft"));
        await CallAsync(client, "why", ("customer", "ann"), ("policy", "late"));
        var (saved, refused) = await CallAsync(client, "save_draft", ("kind", "segment"), ("id", "new"), ("text", "kind: segment\nid: new\nname: New\nwhen: {customer.segment: gold}\n"));
        Assert.False(refused, saved);

        var trail = JsonDocument.Parse(await _gateway.Client.GetStringAsync(new Uri("/v1/audit", UriKind.Relative), Cancel)).RootElement.GetProperty("items").EnumerateArray().ToList();
        var own = trail.Where(e => e.GetProperty("by").GetString() == "key:writer").Select(e => $"{e.GetProperty("action").GetString()} {e.GetProperty("kind").GetString()} {e.GetProperty("id").GetString()}").ToList();
        Assert.Contains("assistantCalled assistant why", own);
        Assert.Contains("assistantCalled assistant save_draft", own);
        Assert.Contains("saved segment new", own);
        Assert.Contains(trail, e => e.GetProperty("detail").GetString() == "customer ann, policy late");
    }

    [Fact]
    public async Task Request_WithoutAKeyOfAnAssistant_IsRefused()
    {
        Assert.Equal("401 key-needed", await PostAsync(null));
        Assert.Equal("401 unknown-key", await PostAsync("cx_abcdefghijkl_guessed"));
        Assert.Equal("403 scope-missing", await PostAsync(await KeyAsync("shop", "touchpoints")));
        Assert.Equal("401 key-needed", await PostAsync(null, "/MCP"));

        using var wrong = await _gateway.Client.PostAsJsonAsync(new Uri("/v1/keys", UriKind.Relative), new { name = "x", scopes = (string[])["personal-data"] }, Cancel);
        Assert.Equal(400, (int)wrong.StatusCode);

        // It is no key for anything else.
        var reader = await KeyAsync("reader", "assistant");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/touchpoints") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {reader}");
        using var answer = await _gateway.Client.SendAsync(request, Cancel);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Gateway_ThatWasNotToldTo_DoesNotAnswer()
    {
        await using var off = await EmbeddedGateway.StartAsync();
        using var request = Initialize(null, "/mcp");
        using var answer = await off.Client.SendAsync(request, Cancel);

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Contains("Assistants:Enabled", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_All_AreEndpointsThatApproveAndSendNothing()
    {
        Assert.DoesNotContain(AssistantTools.All, t => t.Endpoint is "ApproveDraft" or "RejectDraft" or "PublishDraft" or "RollBackDocument" or "RetireDocument" or "PublishDefinitions" or "EraseCustomer");
        Assert.Equal(["save_draft", "start_backtest", "submit_draft"], AssistantTools.All.Where(t => t.Writes).Select(t => t.Name));
        var names = _gateway.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IEndpointNameMetadata>()?.EndpointName).ToHashSet();
        Assert.All(AssistantTools.All, t => Assert.Contains(t.Endpoint, names));
    }

    // It is stored every few seconds.
    private static async Task<string> CatalogueAsync(McpClient client)
    {
        for (var tries = 0; ; tries++)
        {
            var (text, refused) = await CallAsync(client, "catalogue");
            if (refused || tries == 300 || text.Contains("order.placed", StringComparison.Ordinal))
            {
                return text;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
        }
    }

    private async Task<string> PostAsync(string? key, string path = "/mcp")
    {
        using var request = Initialize(key, path);
        using var answer = await _gateway.Client.SendAsync(request, Cancel);
        var type = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("type").GetString()!;
        return $"{(int)answer.StatusCode} {type["urn:cx:problem:".Length..]}";
    }

    private static HttpRequestMessage Initialize(string? key, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }

        return request;
    }
}
