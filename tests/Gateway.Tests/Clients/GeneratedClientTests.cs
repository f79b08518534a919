using CxOrchestrator.Gateway.Tests.Contract;
using CxOrchestrator.Gateway.Tests.Operations;

namespace CxOrchestrator.Gateway.Tests.Clients;

/// <summary>The OpenAPI document in the hands of tools that others use.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class GeneratedClientTests(NodeFixture node, ContractGateway gateway) : IClassFixture<ContractGateway>
{
    private const string Settings =
        """
        {"compilerOptions": {"target": "es2022", "module": "nodenext", "lib": ["es2022", "dom"], "types": [], "strict": true, "exactOptionalPropertyTypes": false}, "files": ["client.ts"]}
        """;

    [Fact]
    public async Task Document_LintedWithRedocly_IsClean()
    {
        await node.RequireAsync();
        var work = await DocumentAsync();
        await using var lint = node.StartTool(work, "redocly", "lint", "openapi.json", "--format=github-actions", "--max-problems=50");
        var code = await lint.EndAsync();
        Assert.True(code == 0 && !lint.Output.Contains("::warning", StringComparison.Ordinal), lint.Output);
    }

    [Fact]
    public async Task TypeScriptClient_Generated_CompilesRefusesWrongBodiesAndRuns()
    {
        await node.RequireAsync();
        var work = await DocumentAsync();
        await using var generate = node.StartTool(work, "openapi-typescript", "openapi.json", "--output", "api.d.ts");
        Assert.True(await generate.EndAsync() == 0, generate.Output);
        await File.WriteAllTextAsync(Path.Combine(work.FullName, "client.ts"), NodeFixture.Source("client.ts"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(work.FullName, "tsconfig.json"), Settings, TestContext.Current.CancellationToken);
        await using var compile = node.StartTool(work, "tsc", "--project", "tsconfig.json");
        Assert.True(await compile.EndAsync() == 0, compile.Output);

        await using var client = NodeFixture.Start(work, "client.js", new Dictionary<string, string> { ["CX_GATEWAY"] = gateway.Client.BaseAddress!.ToString().TrimEnd('/') });
        Assert.True(await client.EndAsync() == 0, client.Output);
        Assert.Contains("accepted 4", client.Output, StringComparison.Ordinal);
        Assert.Contains("refused 400 /at", client.Output, StringComparison.Ordinal);
        Assert.Matches(@"board (\d+) \1", client.Output);
    }

    private async Task<DirectoryInfo> DocumentAsync()
    {
        var work = node.Work();
        await File.WriteAllTextAsync(Path.Combine(work.FullName, "openapi.json"), gateway.Document.Text, TestContext.Current.CancellationToken);
        return work;
    }
}
