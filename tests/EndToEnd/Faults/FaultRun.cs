using System.Globalization;
using System.Text;
using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Faults.Oracle;
using CxOrchestrator.EndToEnd.Faults.Traffic;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Faults;

/// <summary>One fault under load: the traffic, the schedule, and the judgement once everything rests.</summary>
internal sealed class FaultRun(ClusterBed bed, string fault, int seed, TrafficPlan? plan = null)
{
    private const int AskedMax = 400;
    private const int LinesShown = 12;

    private readonly TrafficPlan _plan = plan ?? new TrafficPlan();
    private readonly Book _book = new();
    private readonly List<byte[]> _poison = [];

    /// <summary>How long nothing may move before the run counts as stuck.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    /// <summary>What goes wrong; empty: nothing.</summary>
    public Schedule Schedule { get; } = new(seed);

    /// <summary>Source of its touchpoints, and how its customers' ids begin.</summary>
    public string Name { get; } = $"{fault}-{seed}";

    /// <summary>Runs it, and fails with every difference found.</summary>
    public async Task IsKeptAsync()
    {
        var deviations = await DeviationsAsync(Quiet);
        Assert.True(deviations.Count == 0, Report(deviations));
    }

    /// <summary>Runs it; the differences found.</summary>
    /// <param name="quiet">How long nothing may move before it is judged as it is.</param>
    public async Task<IReadOnlyList<Deviation>> DeviationsAsync(TimeSpan quiet)
    {
        var letters = (await Evidence.RowsAsync(bed.Direct, "SELECT coalesce(max(number), 0) FROM dead_letters WHERE number > $1", 0L, r => r.GetInt64(0)))[0];
        var lines = ShopTraffic.Make(_plan, Name, seed, TimeProvider.System.GetUtcNow());
        await Task.WhenAll(new Sender(bed, _book, _plan).RunAsync(lines), Schedule.RunAsync());
        await Rest.WaitAsync(bed, Name, _book, quiet);
        var evidence = await Evidence.ReadAsync(bed.Direct, Name, letters);
        return await new Judge(bed, Name, _book, _poison, evidence).JudgeAsync(AskedMax);
    }

    /// <summary>Puts one of each kind of poison into the topic.</summary>
    public async Task PoisonAsync()
    {
        using var way = new KafkaWay(bed.Servers, bed.Topic);
        foreach (var (kind, value, headers) in Poison.All())
        {
            Assert.True(await way.SendAsync(Encoding.UTF8.GetBytes($"{Name}-c{_poison.Count}"), value, headers), $"The broker did not take the poison: {kind}");
            _poison.Add(value ?? []);
        }
    }

    public string Report(IReadOnlyList<Deviation> deviations)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{deviations.Count} deviations in {Name}, with seed {seed} (again: CX_SEED={seed}).");
        text.AppendLine(CultureInfo.InvariantCulture, $"Sent: {_book.Acknowledgements} acknowledged, {_book.Unknown} unknown. Schedule:");
        text.Append(Schedule);
        foreach (var (kind, count) in deviations.CountBy(d => d.Kind))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{kind}: {count}");
        }

        text.AppendJoin('\n', deviations).AppendLine();
        foreach (var silo in bed.Silos)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"The silo at {silo.Address} {(silo.IsRunning ? "runs" : "ended")}. It wrote last:");
            text.AppendJoin('\n', silo.Output.Split('\n').TakeLast(LinesShown)).AppendLine();
        }

        return text.ToString();
    }
}
