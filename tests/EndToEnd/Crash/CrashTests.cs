using System.Diagnostics;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Crash;

/// <summary>The process is killed under load, several times, at moments drawn from a seed; nothing acknowledged is lost, nothing is done twice.</summary>
public sealed class CrashTests
{
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

            await using var gateway = await GatewayProcess.NewAsync(definitions.FullName, data);
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
            await Outcome.AtRestAsync(gateway.Http);
            await Outcome.CompareAsync(gateway.Http, Shop.Fold(shop.Lines));
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
            await using var gateway = await GatewayProcess.NewAsync(folder.FullName, data);
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

            await Outcome.AtRestAsync(gateway.Http);
            await Outcome.CompareAsync(gateway.Http, Shop.Fold(acknowledged));
            var ledger = await Outcome.LedgerAsync(gateway.Http);
            Assert.Equal(acknowledged.Count, ledger.Received);
            Assert.Equal(acknowledged.DistinctBy(a => a.Id).Count(), ledger.Applied);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
