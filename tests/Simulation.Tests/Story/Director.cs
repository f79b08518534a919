using CxOrchestrator.Simulation.Tests.Pipeline;
using CxOrchestrator.Simulation.Tests.Scheduling;

namespace CxOrchestrator.Simulation.Tests.Story;

/// <summary>What befalls the processes: partitions change hands, processes are killed, stopped and started, clocks jump, the store breaks.</summary>
internal sealed class Director(Cluster cluster)
{
    private const int ProcessesMax = 3;

    private static readonly TimeSpan SettlesWithin = TimeSpan.FromMinutes(5);

    private readonly Surroundings _around = cluster.Around;
    private readonly World _world = cluster.Around.World;
    private readonly double _pace = 0.3 + (cluster.Around.World.Dice.NextDouble() * 3);
    private int _stopping;

    /// <summary>The story from the beginning until everything has come to rest.</summary>
    public async Task RunAsync()
    {
        var within = TimeSpan.FromSeconds(_world.Dice.Next(5, 30));
        _world.Journey.Run(_world.Dice.Next(4) switch { 0 => 1, 1 => 1440, 2 => 20_000, _ => 60_000 });
        cluster.Start();
        AssignAll();
        var sending = _world.Outside.Launch("producer", () => new Producer(_world, _around.Log).RunAsync(within));
        while (_world.Now < within)
        {
            await _world.DelayAsync(20, (int)(3000 / _pace));
            await HappenAsync();
            if (_world.Chance(0.5))
            {
                AssignAll();
            }
        }

        await sending;
        await SettleAsync();
    }

    private async Task HappenAsync()
    {
        switch (_world.Dice.Next(_around.Setting.IsCluster ? 10 : 8))
        {
            case 0:
                Kill();
                break;
            case 1:
                await RestartAsync();
                break;
            case 2:
                cluster.ForgetOne();
                break;
            case 3:
                _world.Clock.Jump(TimeSpan.FromSeconds(_world.Dice.Next(-20, 20)));
                break;
            case 4:
                _world.Journey.Jump(TimeSpan.FromHours(_world.Dice.NextDouble() * 60));
                break;
            case 5:
                _around.Weather.BreakStore(TimeSpan.FromMilliseconds(_world.Dice.Next(10, 4000)));
                break;
            case 6:
                _around.Store.Switch(stopped: _world.Chance(0.3));
                break;
            case 7:
                Look();
                break;
            case 8 when cluster.Processes.Count < ProcessesMax:
                cluster.Start();
                break;
            default:
                Move(_world.Dice.Next(_around.Log.Partitions));
                break;
        }
    }

    // Somebody reads a customer: what is shown was stored.
    private void Look()
    {
        var process = Any();
        var key = _around.Store.Rows.Keys.Select(k => k.ToString()).ElementAtOrDefault(_world.Dice.Next(Math.Max(1, _around.Store.Rows.Count)));
        if (key is not null)
        {
            _ = process.Process.Launch("look", async () =>
            {
                try
                {
                    _around.Watch.Seen(await process.Customers[key].GetAsync());
                }
                catch (Exception exception) when (exception is IOException or TimeoutException or InvalidOperationException)
                {
                    // No answer shows nothing.
                }
            });
        }
    }

    // In one process a partition has one reader; in a cluster the old one may still drain, or not yet know, as the new one begins.
    private void Move(int partition)
    {
        if (cluster.Processes.FirstOrDefault(p => p.Readers.ContainsKey(partition)) is { } holder)
        {
            if (_world.Chance(0.3))
            {
                Any(except: holder)?.Read(partition);
                _ = _world.Outside.Launch("late release", async () =>
                {
                    await _world.DelayAsync(0, 3000);
                    if (holder.Process.IsAlive && holder.Readers.ContainsKey(partition))
                    {
                        await holder.Release(partition);
                    }
                });
                return;
            }

            _ = holder.Release(partition);
        }

        Assign(partition);
    }

    private void Kill()
    {
        var process = Any();
        var orphans = process.Readers.Keys.ToList();
        cluster.Kill(process);
        if (cluster.Processes.Count == 0)
        {
            cluster.Start();
        }

        foreach (var partition in orphans)
        {
            _ = _world.Outside.Launch("orphan", async () =>
            {
                await _world.DelayAsync(0, 3000);
                Assign(partition);
            });
        }
    }

    private async Task RestartAsync()
    {
        if (_stopping > 0)
        {
            return;
        }

        _stopping++;
        var process = Any();
        var partitions = process.Readers.Keys.ToList();
        cluster.Processes.Remove(process);
        var stopped = _world.Outside.Launch("stop", process.StopAsync);
        if (cluster.Processes.Count == 0)
        {
            await Task.WhenAny(stopped, _world.DelayAsync(_around.Setting.Ingestion.DrainWithin + TimeSpan.FromSeconds(30)));
            cluster.Start();
        }

        // What did not end by itself is ended.
        _ = _world.Outside.Launch("end", async () =>
        {
            await Task.WhenAny(stopped, _world.DelayAsync(TimeSpan.FromSeconds(40)));
            process.Kill();
            _stopping--;
        });
        partitions.ForEach(Assign);
    }

    private void AssignAll()
    {
        for (var partition = 0; partition < _around.Log.Partitions; partition++)
        {
            Assign(partition);
        }
    }

    private void Assign(int partition)
    {
        if (cluster.Processes.Count > 0 && !cluster.Processes.Any(p => p.Readers.ContainsKey(partition)))
        {
            Any().Read(partition);
        }
    }

    private SiloProcess Any() => cluster.Processes[_world.Dice.Next(cluster.Processes.Count)];

    private SiloProcess? Any(SiloProcess except)
    {
        var others = cluster.Processes.Where(p => p != except).ToList();
        return others.Count == 0 ? null : others[_world.Dice.Next(others.Count)];
    }

    // The world is kind again and the journey's time stands: all that was received is applied, what is due fires, what waits is answered.
    private async Task SettleAsync()
    {
        _around.Weather.Calm();
        _around.Store.Switch(stopped: false);
        _world.Journey.Jump(TimeSpan.FromHours(_world.Dice.NextDouble() * 100));
        _world.Journey.Run(speed: 0);
        var until = _world.Now + SettlesWithin;
        while (_around.Watch.Unsettled() is { } what)
        {
            if (_world.Now > until)
            {
                _world.Fail($"Nothing fails any more, and {SettlesWithin} later it has not come to rest: {what}.");
                return;
            }

            AssignAll();
            await _world.DelayAsync(300, 700);
        }

        _around.Watch.AtRest();
    }
}
