using System.Net;
using System.Text;
using CxOrchestrator.EndToEnd.Crash;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Cluster;

/// <summary>Silos and a gateway as processes, over PostgreSQL and a broker: each acknowledged touchpoint is applied once, each action decided once.</summary>
public sealed class ClusterTests
{
    [Fact]
    public Task Load_SiloKilledAndAnotherJoins_AppliesEachOnceAndDecidesEachOnce() =>
        UnderLoadAsync(Shop.Make(seed: 11, count: 12_000, customers: 300), (bed, sent) => sent switch
        {
            4_000 => bed.Silos[0].KillAsync(),
            8_000 => bed.Silos[0].StartAsync(),
            _ => Task.CompletedTask,
        });

    [Fact]
    public Task Load_RollingRestart_LosesNothing() =>
        UnderLoadAsync(Shop.Make(seed: 12, count: 9_000, customers: 200), async (bed, sent) =>
        {
            if (sent is 3_000 or 6_000)
            {
                var silo = bed.Silos[(sent / 3_000) - 1];
                await silo.StopAsync();
                await silo.StartAsync();
            }
        });

    /// <param name="shop">What is sent.</param>
    /// <param name="meanwhile">Told after each batch how many were acknowledged.</param>
    private static async Task UnderLoadAsync(Shop shop, Func<ClusterBed, int, Task> meanwhile)
    {
        Assert.SkipWhen(Requires.Postgres() is not null, Requires.Postgres() ?? "");
        await using var bed = await ClusterBed.StartAsync(new BedPlan { Documents = _ => Shop.Definitions });
        var sent = 0;
        foreach (var batch in shop.Lines.Chunk(100))
        {
            await SendAsync(bed.Gateway, batch);
            sent += batch.Length;
            await meanwhile(bed, sent);
        }

        await Outcome.AtRestAsync(bed.Gateway.Http, shop.Lines.Count);
        Assert.Equal(shop.Lines.Count, (await Outcome.LedgerAsync(bed.Gateway.Http)).Received);
        await Outcome.CompareAsync(bed.Gateway.Http, Shop.Fold(shop.Lines));
    }

    private static async Task SendAsync(ProductProcess gateway, Shop.Sent[] batch)
    {
        using var content = new StringContent(Shop.Body(batch), Encoding.UTF8, "application/json");
        using var answer = await gateway.Http.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }
}
