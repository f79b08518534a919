using System.Diagnostics;

namespace CxOrchestrator.Benchmarks.Loads;

/// <summary>Milliseconds of a request that is made again and again, one at a time, until it is stopped.</summary>
internal sealed class LoadTimes
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    private readonly List<double> _times = [];

    public double Median => Figures.Percentile(_times, 0.5);

    public double Longest => _times.Max();

    public static async Task<LoadTimes> OfAsync(Func<Task> request, CancellationToken stopping)
    {
        var times = new LoadTimes();
        do
        {
            var watch = Stopwatch.StartNew();
            await request();
            times._times.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(Between, TimeProvider.System, CancellationToken.None);
        }
        while (!stopping.IsCancellationRequested);
        return times;
    }
}
