using CxOrchestrator.Testing;
using YamlDotNet.RepresentationModel;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>Alerts fire when they should and rest otherwise, by Prometheus' own tool.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class AlertTests
{
    private const string Folder = "deploy/prometheus";

    [Fact]
    public async Task Rules_TestedWithPromtool_FireAndRest()
    {
        Require();
        var (code, output) = await Tool.RunAsync(Requires.PromtoolPath, Path.Combine(DeployFiles.Root, Folder), null, "test", "rules", "alerts.test.yml");
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Rules_CheckedWithPromtool_AreRead()
    {
        Require();
        var (code, output) = await Tool.RunAsync(Requires.PromtoolPath, Path.Combine(DeployFiles.Root, Folder), null, "check", "rules", "--lint=all", "--lint-fatal", "alerts.yml");
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Metrics_CheckedWithPromtool_AreClean()
    {
        Require();
        await using var gateway = await EmbeddedGateway.StartAsync();
        await gateway.SendAsync("""{"id":"1","type":"order.placed","customer":"ann","at":"2026-03-03T09:00:00Z","source":"shop"}""");
        await gateway.SendAsync("{ broken");
        var page = await gateway.PageAsync();
        var (code, output) = await Tool.RunAsync(Requires.PromtoolPath, DeployFiles.Root, page, "check", "metrics");
        Assert.True(code == 0 && output.Length == 0, output);
    }

    [Fact]
    public void Cases_EveryAlert_HasOneThatFiresAndOneThatRests()
    {
        var alerts = DeployFiles.Yaml($"{Folder}/alerts.yml").At("groups").Items().SelectMany(g => g.At("rules").Items()).Select(r => r.At("alert").Value()).ToList();
        var cases = DeployFiles.Yaml($"{Folder}/alerts.test.yml").At("tests").Items().SelectMany(t => t.At("alert_rule_test").Items())
            .ToLookup(c => c.At("alertname").Value(), c => c.At("exp_alerts") is YamlSequenceNode { Children.Count: > 0 });
        Assert.All(alerts, alert => Assert.Equal([false, true], cases[alert].Distinct().Order()));
        Assert.Empty(cases.Select(c => c.Key).Except(alerts));
    }

    private static void Require()
    {
        if (Requires.Promtool() is { } reason)
        {
            Assert.Skip(reason);
        }
    }
}
