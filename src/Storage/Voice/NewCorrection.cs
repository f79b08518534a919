using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Voice;

/// <summary>What a person says that a remark means.</summary>
public sealed record NewCorrection
{
    /// <summary>-1, 0 or 1.</summary>
    public required int Class { get; init; }

    public required ImmutableArray<string> Reasons { get; init; }

    public required string By { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset At { get; init; }
}
