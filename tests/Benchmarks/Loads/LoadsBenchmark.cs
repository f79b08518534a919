using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace CxOrchestrator.Benchmarks.Loads;

/// <summary>
/// What one client can do to a gateway and to everybody else: for each load how much was taken, the median of an ordinary read and the peak of memory,
/// both against the gateway at rest just before. The load's senders share the machine with the gateway and are part of what slows it.
/// </summary>
internal static class LoadsBenchmark
{
    private const string Read = "/v1/at-risk";

    private static readonly TimeSpan RestFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettleFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private static readonly (string Name, Func<LoadBed, LoadCount, Task> Run)[] Loads =
    [
        ("drafts", ClientLoads.DraftsAsync),
        ("sources", ClientLoads.SourcesAsync),
        ("uploads", ClientLoads.UploadsAsync),
        ("connections", ClientLoads.ConnectionsAsync),
        ("checks", ClientLoads.ChecksAsync),
        ("guesses", ClientLoads.GuessesAsync),
        ("slowBodies", ClientLoads.SlowBodiesAsync),
    ];

    /// <param name="only">One load's name; null: all of them, and what people do at once beside slow bodies.</param>
    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string? only)
    {
        var figures = new Dictionary<string, double>();
        await using var bed = await LoadBed.StartAsync();
        await ForAsync(RestFor, stopping => LoadTimes.OfAsync(() => GetAsync(bed), stopping));
        Console.WriteLine($"{"load",-12} {"accepted",9} {"refused",9} {"read at rest",13} {"under load",11} {"ratio",6} {"rest MB",8} {"peak MB",8} {"ratio",6} {"heap MB",8} {"peak MB",8}  statuses");
        foreach (var (name, run) in Loads.Where(l => only is null || l.Name == only))
        {
            await MeasureAsync(bed, name, run, figures);
        }

        if (only is not null)
        {
            return figures;
        }

        figures["sources.ledgerLines"] = (await bed.RestAsync()).GetProperty("sources").GetArrayLength();
        figures["sources.metricSeries"] = await bed.SourceSeriesAsync();
        await CommandsAsync(bed, figures);
        return figures;
    }

    private static async Task MeasureAsync(LoadBed bed, string name, Func<LoadBed, LoadCount, Task> run, Dictionary<string, double> figures)
    {
        await bed.RestAsync();
        await Task.Delay(SettleFor, TimeProvider.System);
        var rest = await ForAsync(RestFor, stopping => LoadTimes.OfAsync(() => GetAsync(bed), stopping));
        var (set, heap) = await bed.MemoryAsync();
        var count = new LoadCount();
        using var over = new CancellationTokenSource();
        var reading = Task.Run(() => LoadTimes.OfAsync(() => GetAsync(bed), over.Token));
        var looking = Task.Run(() => PeakAsync(bed, over.Token));
        await run(bed, count);
        await over.CancelAsync();
        var (under, (peakSet, peakHeap)) = (await reading, await looking);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-12} {count.Accepted,9} {count.Refused,9} {rest.Median,10:0.00} ms {under.Median,8:0.00} ms {under.Median / rest.Median,6:0.00} {set,8:0} {peakSet,8:0} {peakSet / set,6:0.00} {heap,8:0} {peakHeap,8:0}  {count.Statuses}"));
        figures[$"{name}.accepted"] = count.Accepted;
        figures[$"{name}.refused"] = count.Refused;
        figures[$"{name}.readMillisecondsAtRest"] = rest.Median;
        figures[$"{name}.readAgainstRest"] = under.Median / rest.Median;
        figures[$"{name}.megabytesAtRest"] = set;
        figures[$"{name}.megabytesPeak"] = peakSet;
        figures[$"{name}.memoryAgainstRest"] = peakSet / set;
        figures[$"{name}.heapMegabytesPeak"] = peakHeap;
    }

    // What people do at once, while bodies trickle in.
    private static async Task CommandsAsync(LoadBed bed, Dictionary<string, double> figures)
    {
        var cases = new Queue<string>((await bed.Http.GetFromJsonAsync<JsonElement>("/v1/cases?limit=500")).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetString()!));
        (string Name, Func<Task> Run)[] commands =
        [
            ("sending", () => CheckedAsync(bed.Http.PutAsJsonAsync("/v1/sending", new { stopped = false, by = LoadBed.Owner }))),
            ("signIn", () => CheckedAsync(bed.Http.PostAsJsonAsync("/v1/sign-in", new { account = LoadBed.Owner, password = LoadBed.Password }))),
            ("claim", () => CheckedAsync(bed.Http.PostAsJsonAsync($"/v1/cases/{cases.Dequeue()}/claim", new { by = LoadBed.Owner }))),
        ];
        foreach (var (name, run) in commands)
        {
            var rest = await ForAsync(TimeSpan.FromSeconds(2), stopping => LoadTimes.OfAsync(run, stopping));
            using var over = new CancellationTokenSource();
            var slow = Task.Run(() => ClientLoads.SlowBodiesAsync(bed, new LoadCount()));
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            var under = await ForAsync(TimeSpan.FromSeconds(2), stopping => LoadTimes.OfAsync(run, stopping));
            await slow;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slow bodies, {name}: {rest.Median:0.0} ms at rest, {under.Median:0.0} ms, at most {under.Longest:0} ms"));
            figures[$"slowBodies.{name}MillisecondsAtRest"] = rest.Median;
            figures[$"slowBodies.{name}Milliseconds"] = under.Median;
            figures[$"slowBodies.{name}MillisecondsMost"] = under.Longest;
        }
    }

    private static async Task<T> ForAsync<T>(TimeSpan time, Func<CancellationToken, Task<T>> run)
    {
        using var over = new CancellationTokenSource(time);
        return await run(over.Token);
    }

    private static async Task<(double Set, double Heap)> PeakAsync(LoadBed bed, CancellationToken stopping)
    {
        var peak = (Set: 0.0, Heap: 0.0);
        do
        {
            var (set, heap) = await bed.MemoryAsync();
            peak = (Math.Max(peak.Set, set), Math.Max(peak.Heap, heap));
            await Task.Delay(LookEvery, TimeProvider.System, CancellationToken.None);
        }
        while (!stopping.IsCancellationRequested);
        return peak;
    }

    private static Task GetAsync(LoadBed bed) => CheckedAsync(bed.Http.GetAsync(new Uri(Read, UriKind.Relative)));

    private static async Task CheckedAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(System.IO.Stream.Null);
    }
}
