using System.Diagnostics;
using CxOrchestrator.EndToEnd.Cluster;

namespace CxOrchestrator.EndToEnd.Faults.Traffic;

/// <summary>Sends a story, half of its customers over each way in, and writes down what it was told. What was not acknowledged it sends again.</summary>
internal sealed class Sender(ClusterBed bed, Book book, TrafficPlan plan)
{
    private const int Batch = 50;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(300);

    /// <summary>Then it stays unknown.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(90);

    public async Task RunAsync(IReadOnlyList<Line> lines)
    {
        using var kafka = new KafkaWay(bed.Servers, bed.Topic);

        // All of a customer's go one way, so that their order is the sender's.
        var ways = lines.ToLookup(l => l.Customer[^1] % 2 == 0);
        await Task.WhenAll(
            RunAsync(new HttpWay(bed.Gateway.Http), [.. ways[true]], lines.Count),
            RunAsync(kafka, [.. ways[false]], lines.Count));
    }

    private async Task RunAsync(IWay way, List<Line> lines, int all)
    {
        var watch = Stopwatch.StartNew();
        var due = TimeSpan.Zero;
        var sent = 0;
        foreach (var batch in lines.Chunk(Batch))
        {
            await SendAsync(way, batch);
            sent += batch.Length;
            due += TimeSpan.FromSeconds(batch.Length * (double)all / lines.Count / Rate((double)sent / lines.Count));
            if (due - watch.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early, TimeProvider.System);
            }
        }
    }

    private async Task SendAsync(IWay way, Line[] batch)
    {
        var since = Stopwatch.StartNew();
        for (var first = true; ; first = false)
        {
            var acknowledged = await way.SendAsync(batch);
            book.Write(batch, acknowledged, first);
            if (acknowledged || since.Elapsed > GiveUpAfter)
            {
                return;
            }

            await Task.Delay(AgainAfter, TimeProvider.System);
        }
    }

    private double Rate(double done) => done is > 1.0 / 3 and < 2.0 / 3 ? plan.PerSecond * plan.Spike : plan.PerSecond;
}
