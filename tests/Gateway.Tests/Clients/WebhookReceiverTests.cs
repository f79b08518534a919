using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CxOrchestrator.Gateway.Tests.Operations;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Gateway.Tests.Clients;

/// <summary>Webhooks as a receiver with the library of Standard Webhooks gets them.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class WebhookReceiverTests(NodeFixture node)
{
    private static readonly string[] Secrets = [.. new[] { "current", "before", "foreign" }.Select(s => $"whsec_{Convert.ToBase64String(Encoding.UTF8.GetBytes(s.PadRight(32, '.')))}")];

    [Fact]
    public async Task Webhook_VerifiedWithStandardWebhooks_HoldsWithEachSecretOfTheRotationAndNoOther()
    {
        await node.RequireAsync();
        var port = Ports.Free();
        await using var receiver = NodeFixture.Start(
            node.Work(), "webhooks.js", new Dictionary<string, string> { ["CX_PORT"] = port.ToString(CultureInfo.InvariantCulture), ["CX_SECRETS"] = string.Join(' ', Secrets) });
        await receiver.UntilAsync("listening");
        var documents = Directory.CreateTempSubdirectory("cx-gateway-tests-");
        await File.WriteAllTextAsync(
            Path.Combine(documents.FullName, "tell.yaml"),
            $$"""
            kind: policy
            id: tell-crm
            name: Tell the CRM
            on: {touchpoint: complaint.filed}
            do: {webhook: {url: "http://127.0.0.1:{{port}}/crm", data: {order: "{touchpoint.order|none}"} } }
            """,
            TestContext.Current.CancellationToken);
        await using (var gateway = await EmbeddedGateway.StartAsync(
            "--definitions", documents.FullName, $"--Webhooks:LoopbackPorts:0={port}", $"--Webhooks:Secret={Secrets[0]} {Secrets[1]}"))
        {
            var now = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
            Assert.Equal(202, await gateway.SendAsync($$$"""{"id":"1","type":"complaint.filed","customer":"ann","at":"{{{now}}}","attributes":{"order":"Größe 4711"}}"""));
            await receiver.UntilAsync("\"current\"");
        }

        var got = JsonNode.Parse(receiver.Output.Split('\n').First(l => l.Contains("\"current\"", StringComparison.Ordinal)))!;
        Assert.Contains("Größe 4711", got["body"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.True((bool)got["current"]!);
        Assert.True((bool)got["before"]!);
        Assert.All((string[])["foreign", "changed", "otherId"], wrong => Assert.Equal("No matching signature found", (string?)got[wrong]));
        Assert.Equal("Message timestamp too old", (string?)got["old"]);
        documents.Delete(recursive: true);
    }
}
