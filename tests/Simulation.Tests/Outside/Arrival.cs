using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Simulation.Tests.Outside;

/// <summary>A record of the simulated log, with what is true of it.</summary>
internal sealed record Arrival
{
    public required int Partition { get; init; }

    public required long Position { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Source { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Null: it cannot be read.</summary>
    public Touchpoint? Touchpoint { get; init; }

    /// <summary>The core fails on it.</summary>
    public bool IsPoison { get; init; }
}
