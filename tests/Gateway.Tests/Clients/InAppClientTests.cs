using System.ComponentModel;
using CxOrchestrator.Gateway.Tests.InApp;
using CxOrchestrator.Gateway.Tests.Operations;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Gateway.Tests.Clients;

/// <summary>The client for web pages: its own tests, and a talk with a gateway.</summary>
public sealed class InAppClientTests
{
    private static readonly string Folder = Path.Combine(DeployFiles.Root, "clients", "web");

    private static RunningProgram Start(IReadOnlyDictionary<string, string>? environment, string test)
    {
        try
        {
            return RunningProgram.Start("node", Folder, environment, ["--test", "--test-reporter=tap", Path.Combine("test", test)]);
        }
        catch (Win32Exception)
        {
            Assert.Skip(Requires.Npm("node is not installed")!);
            throw;
        }
    }

    [Fact]
    public async Task Tests_OfTheClient_Pass()
    {
        await using var tests = Start(null, "in-app.test.js");

        Assert.True(await tests.EndAsync() == 0, tests.Output);
    }

    [Fact]
    public async Task Client_OfARunningGateway_HearsReadsAndClicks()
    {
        await using var host = await InAppHost.StartAsync();
        await host.PutAsync("ann", "first");
        var environment = new Dictionary<string, string> { ["CX_URL"] = host.Gateway.Client.BaseAddress!.ToString(), ["CX_TOKEN"] = host.Token("ann") };
        await using var client = Start(environment, "gateway.test.js");
        await client.UntilAsync("ready");

        await host.PutAsync("ann", "second");

        Assert.True(await client.EndAsync() == 0, client.Output);
        var deliveries = host.Gateway.Get<IDeliveries>();
        Assert.Equal([DeliveryStep.Opened], (await deliveries.StepsAsync("first", TestContext.Current.CancellationToken)).Select(s => s.Reported.Step));
        Assert.Equal([DeliveryStep.Clicked], (await deliveries.StepsAsync("second", TestContext.Current.CancellationToken)).Select(s => s.Reported.Step));
    }
}
