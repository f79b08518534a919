namespace CxOrchestrator.Simulation.Tests.Scheduling;

/// <summary>A process of the world: its scheduler. Killed, nothing of it runs any more, whatever it waited for.</summary>
internal sealed class WorldProcess(World world, string name) : TaskScheduler
{
    public string Name => name;

    public bool IsAlive { get; private set; } = true;

    /// <summary>The process whose code is running.</summary>
    public static WorldProcess Running => Current as WorldProcess ?? throw new InvalidOperationException("This runs on no process of the world.");

    public void Kill()
    {
        IsAlive = false;
        world.Drop(this);
    }

    /// <summary>Runs it here; a failure that it does not handle itself fails the run.</summary>
    public Task Launch(string what, Func<Task> run) => Task.Factory.StartNew(
        async () =>
        {
            try
            {
                await run();
            }
#pragma warning disable CA1031 // Whatever it is, the run has failed and says so.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                world.Fail($"{what} on {name}: {exception}");
            }
        },
        CancellationToken.None,
        TaskCreationOptions.DenyChildAttach,
        this).Unwrap();

    /// <summary>Has a callback run here as a step of its own.</summary>
    public void Post(Action<object?> callback, object? state) =>
        _ = Task.Factory.StartNew(callback, state, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    internal void Run(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task)
    {
        if (world.IsHere("A continuation was queued") && IsAlive)
        {
            world.Add(this, task);
        }
    }

    // Everything is a step of its own: the dice decide.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
