using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CxOrchestrator.Gateway.Tests.Operations;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Gateway.Tests.Clients;

/// <summary>Public client libraries of other systems that send to a gateway instead, unchanged.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class SourceLibraryTests(NodeFixture node)
{
    private const string Key = "a-made-up-key";
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("segment", "segment", "writeKey", "customer.updated order.placed page.viewed")]
    [InlineData("rudder", "segment", "writeKey", "customer.updated order.placed")]
    [InlineData("mixpanel", "mixpanel", "token", "cart.viewed cart.viewed customer.updated customer.updated item.added item.added")]
    [InlineData("cloudevents", "webhook", null, "ticket.opened ticket.opened ticket.opened")]
    public async Task Library_PointedAtAGateway_ItsEventsAreTouchpoints(string library, string kind, string? secret, string types)
    {
        await node.RequireAsync();
        var documents = Directory.CreateTempSubdirectory("cx-gateway-tests-");
        await File.WriteAllTextAsync(Path.Combine(documents.FullName, "app.yaml"), $"kind: connection\nid: app\nname: App\nsource: {kind}\n", Cancel);
        await using (var gateway = await EmbeddedGateway.StartAsync("--definitions", documents.FullName))
        {
            if (secret is not null)
            {
                using var entered = await gateway.Client.PutAsJsonAsync(new Uri($"/v1/sources/app/secrets/{secret}", UriKind.Relative), new { value = Key }, Cancel);
                Assert.Equal(204, (int)entered.StatusCode);
            }

            await using var sender = NodeFixture.Start(node.Work(), "sources.js", new Dictionary<string, string>
            {
                ["CX_URL"] = gateway.Client.BaseAddress!.ToString(),
                ["CX_KEY"] = Key,
                ["CX_AT"] = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToString("O", CultureInfo.InvariantCulture),
            }, library);

            Assert.True(await sender.EndAsync() == 0, sender.Output);
            var expected = types.Split(' ');
            Assert.Equal(expected, await TypesAsync(gateway, expected.Length));
            Assert.Equal((expected.Length, 0), ((int)(await JsonAsync(gateway, "/v1/ledger"))["applied"]!, (int)(await JsonAsync(gateway, "/v1/ledger"))["rejected"]!));
        }

        documents.Delete(recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // The catalogue follows what is applied, a moment later.
    private static async Task<List<string>> TypesAsync(EmbeddedGateway gateway, int count)
    {
        var types = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Shown);
        while (types.Count < count)
        {
            Assert.False(patience.IsCancellationRequested, $"Of {count} touchpoints {types.Count} are in the catalogue: {string.Join(", ", types)}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
            types = [.. (await JsonAsync(gateway, "/v1/catalogue"))["types"]!.AsArray().SelectMany(t => Enumerable.Repeat((string)t!["type"]!, (int)t["count"]!)).Order(StringComparer.Ordinal)];
        }

        return types;
    }

    private static async Task<JsonNode> JsonAsync(EmbeddedGateway gateway, string address) => JsonNode.Parse(await gateway.Client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel))!;
}
