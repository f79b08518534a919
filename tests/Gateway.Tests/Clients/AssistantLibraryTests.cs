using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.Gateway.Tests.Operations;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Gateway.Tests.Clients;

/// <summary>The Model Context Protocol's own library for JavaScript, as an assistant uses it.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class AssistantLibraryTests(NodeFixture node)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Library_OfAnAssistant_DraftsBacktestsAndSubmitsAndPublishesNothing()
    {
        await node.RequireAsync();
        var documents = Directory.CreateTempSubdirectory("cx-gateway-tests-");
        await File.WriteAllTextAsync(
            Path.Combine(documents.FullName, "set.yaml"),
            "kind: journey\nid: order\nname: Order\nstages: [{id: placed, enter: order.placed}]\n---\nkind: policy\nid: late\nname: Late\non: [{touchpoint: order.placed}]\ndo: [{callback: {queue: care, reason: late}}]\n",
            Cancel);
        await using (var gateway = await EmbeddedGateway.StartAsync("--definitions", documents.FullName, "--Assistants:Enabled=true"))
        {
            Assert.Equal(202, await gateway.SendAsync($$"""{"id":"1","type":"order.placed","customer":"ann","at":"{{TimeProvider.System.GetUtcNow().AddMinutes(-1):O}}","source":"shop"}"""));
            using var made = await gateway.Client.PostAsJsonAsync(new Uri("/v1/keys", UriKind.Relative), new { name = "helper", scopes = (string[])["assistant", "assistant-draft"] }, Cancel);
            var key = JsonDocument.Parse(await made.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("secret").GetString()!;
            for (var tries = 0; tries < 600 && (await gateway.Client.GetAsync(new Uri("/v1/customers/ann", UriKind.Relative), Cancel)).StatusCode != System.Net.HttpStatusCode.OK; tries++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
            }

            await using var assistant = NodeFixture.Start(node.Work(), "assistant.js", new Dictionary<string, string> { ["CX_URL"] = gateway.Client.BaseAddress!.ToString(), ["CX_KEY"] = key });

            Assert.True(await assistant.EndAsync() == 0, assistant.Output);
            var said = assistant.Output;
            Assert.Contains("server: cxorchestrator; tools: search customers_at_risk get_customer", said, StringComparison.Ordinal);
            Assert.Contains("why: done", said, StringComparison.Ordinal);
            Assert.Contains("check_document: done {\"valid\":false", said, StringComparison.Ordinal);
            Assert.True(said.Contains("start_backtest: done", StringComparison.Ordinal), said);
            Assert.Contains("\"report\":{", said, StringComparison.Ordinal);
            Assert.Contains("submit_draft: done", said, StringComparison.Ordinal);
            Assert.All(["publish_draft", "approve_draft", "erase_customer"], tool => Assert.Contains($"{tool}: refused There is no tool '{tool}'.", said, StringComparison.Ordinal));

            var life = JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/v1/documents/policy/sooner", UriKind.Relative), Cancel)).RootElement.GetProperty("document").GetProperty("draft");
            Assert.Equal(("submitted", "key:helper"), (life.GetProperty("state").GetString(), life.GetProperty("submittedBy").GetString()));
        }

        documents.Delete(recursive: true);
    }
}
