using CxOrchestrator.Rules.Experience;

namespace CxOrchestrator.Rules.Policies;

/// <summary>What the core notices in the course of an input and reports to triggers.</summary>
internal enum HappeningKind
{
    ExpectationMissed,
    StageEntered,
    StageExited,
    LowPointOpened,
    LowPointDeepened,
    LowPointClosed,
    HighPointOpened,
    HighPointClosed,
}

/// <summary>Where a trigger listens: the kind, with its journey and stage where the core knows by them who listens.</summary>
internal readonly record struct HappeningAddress(HappeningKind Kind, string? Journey = null, string? Stage = null);

/// <summary>What a trigger may want to know of a happening at its address.</summary>
internal readonly record struct Happening
{
    /// <summary>Null: it belongs to none.</summary>
    public string? Journey { get; init; }

    /// <summary>Id of the expectation that was missed.</summary>
    public string? Expectation { get; init; }

    /// <summary>How a low point closed.</summary>
    public LowPointOutcome? Outcome { get; init; }
}
