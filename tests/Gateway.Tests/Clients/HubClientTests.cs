using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CxOrchestrator.Gateway.Tests.Operations;

namespace CxOrchestrator.Gateway.Tests.Clients;

/// <summary>The hub as the JavaScript client of SignalR sees it.</summary>
public sealed partial class HubClientTests(NodeFixture node)
{
    private const string PackImport = "// import { MessagePackHubProtocol }";
    private const string PackLine = "// .withHubProtocol(new MessagePackHubProtocol())";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Example_InTheDocument_ShowsTheBoardAndItsChanges(bool pack)
    {
        await node.RequireAsync();
        await using var host = await GatewayHost.StartAsync();
        await host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", felt: -0.8)));
        var work = node.Work();
        await File.WriteAllTextAsync(Path.Combine(work.FullName, "board.mjs"), Example(pack), TestContext.Current.CancellationToken);
        await using var program = NodeFixture.Start(work, "board.mjs", Gateway(host));
        await program.UntilAsync("at risk: c1");

        await host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c2")));
        await program.UntilAsync("at risk: c2");
        await host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", sequence: 6), atRisk: false));
        await program.UntilAsync("gone: c1");
    }

    [Fact]
    public async Task Arguments_OfAJavaScriptClient_AreTakenOrExplained()
    {
        await node.RequireAsync();
        await using var host = await GatewayHost.StartAsync();
        await host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", felt: -0.8)));
        host.Store.Put(States.Unhappy("c1", sequence: 2), atRisk: true, States.Entry("c1", 1));
        await using var program = NodeFixture.Start(node.Work(), "hub-arguments.js", Gateway(host));
        Assert.True(await program.EndAsync() == 0, program.Output);
        var answers = program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToLookup(l => (string)l["protocol"]!);
        Assert.Equal(2, answers.Count);
        Assert.All(answers, Check);
    }

    private static void Check(IEnumerable<JsonNode> answers)
    {
        var all = answers.ToList();
        Assert.All(all[..4], board => Assert.Equal("c1", (string?)board["result"]!["rows"]![0]!["customer"]));
        Assert.EndsWith("limit: It is a whole number from 1 to 1000 or null, and a text came.", (string?)all[4]["error"]);
        Assert.NotNull(all[5]["error"]);
        Assert.EndsWith("WatchBoard takes one argument, filter.", (string?)all[6]["error"]);
        Assert.Equal("c1", (string?)all[7]["result"]!["customer"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT", (string?)all[7]["result"]!["lastTouchpointAt"]);
        Assert.Null(all[8]["error"]);
        Assert.Null(all[8]["result"]);
        Assert.EndsWith("and a number came.", (string?)all[9]["error"]);
        Assert.EndsWith("and null came.", (string?)all[10]["error"]);
        Assert.Null(all[11]["error"]);
        Assert.Null(all[12]["error"]);
        Assert.EndsWith("UnwatchBoard takes no arguments.", (string?)all[13]["error"]);
    }

    private static Dictionary<string, string> Gateway(GatewayHost host) => new() { ["CX_GATEWAY"] = host.Client.BaseAddress!.ToString().TrimEnd('/') };

    private static string Example(bool pack)
    {
        var example = Block().Match(DeployFiles.Text("docs/api.md").ReplaceLineEndings("\n")).Groups["code"].Value;
        Assert.Contains(PackImport, example, StringComparison.Ordinal);
        Assert.Contains(PackLine, example, StringComparison.Ordinal);
        return pack ? example.Replace(PackImport, PackImport[3..], StringComparison.Ordinal).Replace(PackLine, PackLine[3..], StringComparison.Ordinal) : example;
    }

    [GeneratedRegex("```js\n(?<code>.*?@microsoft/signalr.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
