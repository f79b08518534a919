using CxOrchestrator.Simulation.Tests.Mutations;
using CxOrchestrator.Simulation.Tests.Oracle;
using CxOrchestrator.Simulation.Tests.Outside;
using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Simulation.Tests.Story;

namespace CxOrchestrator.Simulation.Tests.Pipeline;

/// <summary>The processes of a run, and where each customer is held: as processes believe it, which can be two places at once.</summary>
internal sealed class Cluster(Surroundings around)
{
    private readonly Dictionary<string, Activation> _directory = new(StringComparer.Ordinal);
    private readonly List<Activation> _activations = [];
    private int _started;

    public Surroundings Around => around;

    public List<SiloProcess> Processes { get; } = [];

    /// <summary>Times that a second activation was made while the first lived.</summary>
    public int SecondWriters { get; private set; }

    public SiloProcess Start()
    {
        var process = new SiloProcess(this, new WorldProcess(around.World, $"silo-{++_started}"));
        Processes.Add(process);
        process.Start();
        around.World.Trace.Note("started", process.Process.Name);
        return process;
    }

    /// <summary>The process is gone with all it had in memory; callers that waited for its answer learn it after a while.</summary>
    public void Kill(SiloProcess process)
    {
        around.World.Trace.Note("killed", process.Process.Name);
        Processes.Remove(process);
        process.Kill();
        _activations.RemoveAll(a => a.Owner == process);
    }

    /// <summary>Where a call of that process goes.</summary>
    public Activation Resolve(SiloProcess caller, string key)
    {
        if (caller.Known.TryGetValue(key, out var known) && known.IsAlive)
        {
            return known;
        }

        if (_directory.TryGetValue(key, out var listed) && listed.IsAlive)
        {
            if (!around.Weather.MakesSecondWriter())
            {
                return caller.Known[key] = listed;
            }

            SecondWriters++;
            around.World.Trace.Note("second writer", key);
        }

        var owner = around.World.Chance(0.7) ? caller : Processes[around.World.Dice.Next(Processes.Count)];
        var made = owner.Activate(key);
        _activations.Add(made);
        return caller.Known[key] = _directory[key] = made;
    }

    /// <summary>One of the customers in memory leaves it.</summary>
    public void ForgetOne()
    {
        _activations.RemoveAll(a => !a.IsAlive);
        if (_activations.Count > 0)
        {
            _activations[around.World.Dice.Next(_activations.Count)].Leave();
        }
    }
}

/// <summary>What stands around the processes of a run.</summary>
internal sealed record Surroundings(World World, Weather Weather, SimulatedLog Log, SimulatedStore Store, Watch Watch, Setting Setting, Mutation Mutation)
{
    /// <summary>What is published.</summary>
    public Documents Documents { get; init; } = Documents.Usual;
}
