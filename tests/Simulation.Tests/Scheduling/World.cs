using CxOrchestrator.Testing;

namespace CxOrchestrator.Simulation.Tests.Scheduling;

/// <summary>
/// One thread on which everything runs. What can run stands in one list, and the seed's dice say what runs next; virtual time passes only
/// when nothing can run. The same seed gives the same run.
/// </summary>
internal sealed class World
{
    /// <summary>Most steps of a run; beyond it something spins.</summary>
    public const int StepsMax = 500_000;

    private readonly List<(WorldProcess Process, Task Task)> _ready = [];
    private readonly PriorityQueue<WorldTimer, (long At, long Order)> _timers = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _timersMade;
    private volatile string? _escaped;

    public World(int seed, bool tracing)
    {
        Dice = new Random(seed);
        Trace = new Trace(this, tracing);
        Outside = new WorldProcess(this, "outside");
        Clock = new WorldClock(this, Make.Start.AddYears(1));
        Journey = new WorldClock(this, Make.Start);
    }

    public Random Dice { get; }

    public Trace Trace { get; }

    /// <summary>Runs what belongs to no process of the product, and is never killed.</summary>
    public WorldProcess Outside { get; }

    /// <summary>The system's clock; all waits are on it.</summary>
    public WorldClock Clock { get; }

    /// <summary>The journey's clock.</summary>
    public WorldClock Journey { get; }

    /// <summary>Virtual time since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The first thing that went wrong; it ends the run.</summary>
    public string? Failure { get; private set; }

    public bool Chance(double part) => Dice.NextDouble() < part;

    public void Fail(string failure)
    {
        Failure ??= failure;
        Trace.Write($"FAILED {failure}");
    }

    public Task DelayAsync(TimeSpan wait) => Task.Delay(wait, Clock, CancellationToken.None);

    public Task DelayAsync(int millisecondsMin, int millisecondsMax) => DelayAsync(TimeSpan.FromMilliseconds(Dice.Next(millisecondsMin, millisecondsMax)));

    /// <summary>Runs everything until the task has ended or something went wrong.</summary>
    public void Run(Task until)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            for (var steps = 0; !until.IsCompleted && Failure is null; steps++)
            {
                if (steps == StepsMax)
                {
                    Fail($"It did not end within {StepsMax} steps; virtual time is {Now}.");
                }
                else if (_ready.Count == 0 && !PassTime())
                {
                    Fail($"Nothing can run and nothing waits for a time, at {Now}.");
                }
                else
                {
                    Step();
                }

                Failure ??= _escaped;
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Says what came off the thread: then a seed would not replay.</summary>
    public bool IsHere(string what)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            return true;
        }

        _escaped ??= $"{what} on another thread: something does not stay on the scheduler. {Environment.StackTrace}";
        return false;
    }

    internal void Add(WorldProcess process, Task task) => _ready.Add((process, task));

    internal void Drop(WorldProcess process) => _ready.RemoveAll(r => r.Process == process);

    internal void Add(WorldTimer timer, TimeSpan due) => _timers.Enqueue(timer, ((Now + due).Ticks, _timersMade++));

    private void Step()
    {
        if (_ready.Count == 0)
        {
            return;
        }

        var place = Dice.Next(_ready.Count);
        var (process, task) = _ready[place];
        Trace.Step(place, _ready.Count);
        _ready[place] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        process.Run(task);
    }

    // All that is due at the same moment can run then, in any order.
    private bool PassTime()
    {
        if (!_timers.TryPeek(out _, out var first))
        {
            return false;
        }

        Now = TimeSpan.FromTicks(first.At);
        while (_timers.TryPeek(out var timer, out var next) && next.At == first.At)
        {
            _timers.Dequeue();
            timer.Reach(Now);
        }

        return true;
    }
}
