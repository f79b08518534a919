using CxOrchestrator.Simulation.Tests.Mutations;
using CxOrchestrator.Simulation.Tests.Oracle;
using CxOrchestrator.Simulation.Tests.Outside;
using CxOrchestrator.Simulation.Tests.Pipeline;
using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Simulation.Tests.Story;

namespace CxOrchestrator.Simulation.Tests;

/// <summary>One seed's run of the whole pipeline.</summary>
internal sealed record Run
{
    public required int Seed { get; init; }

    /// <summary>The first promise that was broken; null: none.</summary>
    public required string? Failure { get; init; }

    public required ulong Hash { get; init; }

    public required IReadOnlyList<string> Lines { get; init; }

    public required int Commits { get; init; }

    public required int Conflicts { get; init; }

    public required int SecondWriters { get; init; }

    public required int Timers { get; init; }

    public required int Answers { get; init; }

    public static Run Of(int seed, Mutation? mutation = null, bool tracing = false)
    {
        var world = new World(seed, tracing);
        var weather = new Weather(world);
        var log = new SimulatedLog(world, weather, world.Dice.Next(1, 4));
        var store = new SimulatedStore(world, weather);
        var watch = new Watch(world, log, store, Documents.Usual);
        (log.Watch, store.Watch) = (watch, watch);
        var cluster = new Cluster(new Surroundings(world, weather, log, store, watch, new Setting(world), mutation ?? Mutation.None));
        world.Run(world.Outside.Launch("the story", () => new Director(cluster).RunAsync()));
        return new Run
        {
            Seed = seed,
            Failure = world.Failure,
            Hash = world.Trace.Hash,
            Lines = [.. world.Trace.Lines],
            Commits = store.Commits,
            Conflicts = store.Conflicts,
            SecondWriters = cluster.SecondWriters,
            Timers = store.Rows.Values.Sum(r => r.History.Count(h => h.Kind == Grains.Runtime.Customers.HistoryKind.Timer)),
            Answers = store.Rows.Values.Sum(r => r.History.Count(h => h.Kind == Grains.Runtime.Customers.HistoryKind.Admission)),
        };
    }

    /// <summary>What a person needs to see it again.</summary>
    public string Report() =>
        $"seed {Seed}: {Failure}{Environment.NewLine}Again with CX_SEED={Seed}. The last of what happened:{Environment.NewLine}"
        + string.Join(Environment.NewLine, Of(Seed, tracing: true).Lines);
}
