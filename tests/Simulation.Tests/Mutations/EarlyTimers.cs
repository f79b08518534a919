using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Simulation.Tests.Mutations;

/// <summary>Timers go by the clock, however far the partitions were read.</summary>
internal sealed class EarlyTimers : Mutation
{
    public override IReadThrough Of(IReadThrough read, World world) => new Hasty(this, world);

    private sealed class Hasty(EarlyTimers mutation, World world) : IReadThrough
    {
        public ValueTask<DateTimeOffset?> ThroughAsync(CancellationToken cancellationToken)
        {
            mutation.Done++;
            return ValueTask.FromResult<DateTimeOffset?>(world.Journey.GetUtcNow());
        }
    }
}
