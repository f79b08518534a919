using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Crash;

/// <summary>The process is killed under load, several times, at moments drawn from a seed; nothing acknowledged is lost, nothing is done twice.</summary>
public sealed class CrashTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Kill_UnderLoadOfCxSend_AppliesEachOnceAndDecidesEachOnce(int seed)
    {
        var shop = Shop.Make(seed, count: 24_000, customers: 400);
        var folder = Directory.CreateTempSubdirectory("cx-crash-");
        try
        {
            var definitions = Directory.CreateDirectory(Path.Combine(folder.FullName, "definitions"));
            await File.WriteAllTextAsync(Path.Combine(definitions.FullName, "shop.yaml"), Shop.Definitions);
            var events = Path.Combine(folder.FullName, "events.jsonl");
            await File.WriteAllLinesAsync(events, shop.Lines.Select(l => l.Json));
            var data = Directory.CreateDirectory(Path.Combine(folder.FullName, "data")).FullName;

            await using var gateway = await GatewayProcess.StartAsync($"--definitions \"{definitions.FullName}\"", data);
            using var send = Process.Start(new ProcessStartInfo(
                "dotnet", $"\"{Repository.Cli}\" send \"{events}\" --to {gateway.Address.OriginalString} --batch 100 --parallel 4 --rate 6000")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = Task.WhenAll(send.StandardOutput.ReadToEndAsync(), send.StandardError.ReadToEndAsync());
            var dice = new Random(seed);
            for (var kill = 0; kill < 4 && !send.HasExited; kill++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(150, 900)), TimeProvider.System);
                await gateway.KillAsync();
                await gateway.StartAsync();
            }

            await send.WaitForExitAsync().WaitAsync(DrainWithin);
            Assert.True(send.ExitCode == 0, $"cx send ended with {send.ExitCode}: {string.Join('\n', await said)}");
            await AtRestAsync(gateway);
            await CompareAsync(gateway, Shop.Fold(shop.Lines));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Kill_RightAfterAnAcknowledgement_LosesNothingAcknowledged()
    {
        var shop = Shop.Make(seed: 3, count: 6_000, customers: 100);
        var folder = Directory.CreateTempSubdirectory("cx-crash-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "shop.yaml"), Shop.Definitions);
            var data = Directory.CreateDirectory(Path.Combine(folder.FullName, "data")).FullName;
            await using var gateway = await GatewayProcess.StartAsync($"--definitions \"{folder.FullName}\"", data);
            var acknowledged = new List<Shop.Sent>();
            foreach (var batch in shop.Lines.Chunk(100))
            {
                using var content = new StringContent(Shop.Body(batch), System.Text.Encoding.UTF8, "application/json");
                using var answer = await gateway.Http.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), content);
                Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
                acknowledged.AddRange(batch);
                if (acknowledged.Count % 2000 == 0)
                {
                    // Nothing but the log can know of the last batches now.
                    await gateway.KillAsync();
                    await gateway.StartAsync();
                }
            }

            await AtRestAsync(gateway);
            await CompareAsync(gateway, Shop.Fold(acknowledged));
            var ledger = await LedgerAsync(gateway);
            Assert.Equal(acknowledged.Count, ledger.Received);
            Assert.Equal(acknowledged.DistinctBy(a => a.Id).Count(), ledger.Applied);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AtRestAsync(GatewayProcess gateway)
    {
        LedgerView? ledger = null;
        await Waiting.UntilAsync(
            async () => (ledger = await LedgerAsync(gateway)).Waiting == 0,
            DrainWithin,
            () => $"the ledger to have nothing waiting: {ledger}");
        Assert.Equal(ledger!.Received, ledger.Applied + ledger.Duplicate + ledger.Rejected);
        Assert.Equal(0, ledger.Rejected);
    }

    private static async Task<LedgerView> LedgerAsync(GatewayProcess gateway) =>
        (await gateway.Http.GetFromJsonAsync<LedgerView>("/v1/ledger", Json))!;

    private static async Task CompareAsync(GatewayProcess gateway, Dictionary<string, Shop.Expected> expected)
    {
        foreach (var (customer, shop) in expected)
        {
            var view = await gateway.Http.GetFromJsonAsync<CustomerView>($"/v1/customers/{customer}", Json);
            Assert.Equal(shop.Touchpoints, view!.Touchpoints);
            Assert.Equal(
                shop.Stages.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value)),
                view.Journeys.OrderBy(j => j.Correlation, StringComparer.Ordinal).Select(j => (j.Correlation!, j.Stage)));

            var actions = await ActionsAsync(gateway, customer);
            Assert.Equal(2 * shop.Failures, actions.Count);
            Assert.Equal(actions.Count, actions.Select(a => a.Id).Distinct().Count());
        }
    }

    private static async Task<List<ActionView>> ActionsAsync(GatewayProcess gateway, string customer)
    {
        var all = new List<ActionView>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await gateway.Http.GetFromJsonAsync<Page<ActionView>>($"/v1/actions?customer={customer}&limit=200{next}", Json);
            all.AddRange(page!.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }
}
