using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Simulation.Tests.Scheduling;

namespace CxOrchestrator.Simulation.Tests.Pipeline;

/// <summary>The product's settings in a run, tight enough that their bounds are met.</summary>
internal sealed class Setting(World world)
{
    /// <summary>Several processes that share the partitions; else one, which reads all of them.</summary>
    public bool IsCluster { get; } = world.Chance(0.7);

    public IngestionOptions Ingestion { get; } = new()
    {
        InFlightMax = world.Dice.Next(2, 40),
        AheadMax = world.Dice.Next(3, 60),
        PollMax = world.Dice.Next(1, 20),
        BatchMax = world.Dice.Next(1, 8),
        RetryPause = TimeSpan.FromMilliseconds(world.Dice.Next(5, 200)),
        RetryPauseMax = TimeSpan.FromSeconds(world.Dice.Next(1, 4)),
        StoreEvery = TimeSpan.FromMilliseconds(world.Dice.Next(50, 1000)),
        StoreIdleEvery = TimeSpan.FromMilliseconds(world.Dice.Next(100, 3000)),
        DrainWithin = TimeSpan.FromMilliseconds(world.Dice.Next(0, 4000)),
        TimersEvery = TimeSpan.FromMilliseconds(world.Dice.Next(100, 1000)),
        TimersAtOnceMax = world.Dice.Next(1, 5),
    };

    public DispatchOptions Dispatch { get; } = new()
    {
        LookEvery = TimeSpan.FromMilliseconds(world.Dice.Next(300, 2000)),
        BatchMax = world.Dice.Next(1, 6),
        SendingMax = world.Dice.Next(1, 4),
    };

    public CustomerGrainOptions Customers { get; } = new() { TimerSettle = TimeSpan.FromMilliseconds(world.Dice.Next(0, 3000)) };
}
