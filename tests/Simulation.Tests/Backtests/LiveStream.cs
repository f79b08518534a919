using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Simulation.Tests.Mutations;
using CxOrchestrator.Simulation.Tests.Oracle;
using CxOrchestrator.Simulation.Tests.Outside;
using CxOrchestrator.Simulation.Tests.Pipeline;
using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Simulation.Tests.Story;

namespace CxOrchestrator.Simulation.Tests.Backtests;

/// <summary>Touchpoints that reach the running product each at its own time, in a world where nothing fails. Time goes from one moment at which anything is due to the next.</summary>
internal sealed class LiveStream
{
    private const int WaitingMax = 1_000;

    private readonly World _world;
    private readonly SimulatedLog _log;
    private readonly Watch _watch;
    private readonly Cluster _cluster;
    private readonly CompiledDefinitions _definitions;
    private DateTimeOffset _told;

    private LiveStream(int seed, Documents documents)
    {
        _definitions = documents.Current;
        _world = new World(seed, tracing: false);
        var weather = new Weather(_world);
        weather.Calm();
        _log = new SimulatedLog(_world, weather, 2);
        Store = new SimulatedStore(_world, weather);
        _watch = new Watch(_world, _log, Store, documents);
        (_log.Watch, Store.Watch) = (_watch, _watch);

        // A look that takes only some of a customer's actions asks the others after them, whatever their priority.
        var setting = new Setting(_world);
        setting.Dispatch.BatchMax = WaitingMax;
        _cluster = new Cluster(new Surroundings(_world, weather, _log, Store, _watch, setting, Mutation.None) { Documents = documents });
    }

    public SimulatedStore Store { get; }

    /// <summary>Runs the stream until that time.</summary>
    public static LiveStream Of(int seed, Documents documents, IReadOnlyList<Touchpoint> touchpoints, DateTimeOffset until)
    {
        var live = new LiveStream(seed, documents);
        live._world.Run(live._world.Outside.Launch("the stream", () => live.RunAsync(touchpoints, until)));
        Assert.Null(live._world.Failure);
        return live;
    }

    private async Task RunAsync(IReadOnlyList<Touchpoint> touchpoints, DateTimeOffset until)
    {
        _world.Journey.Run(speed: 0);
        _told = _world.Journey.GetUtcNow();
        var process = _cluster.Start();
        for (var partition = 0; partition < _log.Partitions; partition++)
        {
            process.Read(partition);
        }

        foreach (var touchpoint in touchpoints)
        {
            await PassToAsync(touchpoint.At);
            Append(touchpoint);
            await SettleAsync();
        }

        await PassToAsync(until);
    }

    private async Task PassToAsync(DateTimeOffset moment)
    {
        while (NextAt() is { } due && due <= moment)
        {
            Jump(due);
            await SettleAsync();
            await TellAsync(due);
        }

        Jump(moment);
    }

    // What the silo that looks after schedules does: members hear of it once everything up to that moment was read.
    private async Task TellAsync(DateTimeOffset due)
    {
        foreach (var (policy, trigger) in _definitions.Schedules.Where(s => s.Trigger.Occurs(due)))
        {
            foreach (var (key, row) in Store.Rows.Where(r => r.Value.Customer is not null).OrderBy(r => r.Key.ToString(), StringComparer.Ordinal))
            {
                if (DueSchedules.IsMember(Documents.Codec.Decode(row.Customer!.State), _definitions, trigger.Segment, due))
                {
                    Append(DueSchedules.Due(policy.Id, trigger.Segment, due, key.Customer));
                }
            }
        }

        _told = due;
        await SettleAsync();
    }

    private void Append(Touchpoint touchpoint) =>
        _log.Append(touchpoint.Customer.Value[^1] % _log.Partitions, touchpoint.Identity.Source, TouchpointJson.Write(touchpoint), touchpoint, isPoison: false);

    private DateTimeOffset? NextAt()
    {
        var timer = Store.Rows.Values.Min(r => r.Timer?.DueAt);
        var held = Store.Outbox.Values.Where(a => a.Status == CxOrchestrator.Storage.Dispatch.ActionStatus.Held).Min(a => a.NextAt);
        var scheduled = _definitions.Schedules.Select(s => s.Trigger.NextAfter(_told)).Min();
        return new[] { timer, held, scheduled }.Min();
    }

    private void Jump(DateTimeOffset to)
    {
        if (to > _world.Journey.GetUtcNow())
        {
            _world.Journey.Jump(to - _world.Journey.GetUtcNow());
        }
    }

    private async Task SettleAsync()
    {
        for (var look = 0; _watch.Unsettled() is { } what; look++)
        {
            if (look > 1_000)
            {
                _world.Fail($"It does not come to rest: {what}.");
                return;
            }

            await _world.DelayAsync(200, 400);
        }
    }
}
