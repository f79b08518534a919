namespace CxOrchestrator.FaultySilo;

/// <summary>A clock that is wrong by the same time always.</summary>
internal sealed class OffsetClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => TimeProvider.System.GetUtcNow() + offset;
}
