using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>An instance went on from a stage, or was taken out of the journey in it.</summary>
public sealed record OnStageLeft : Trigger
{
    public required string Journey { get; init; }

    public required string Stage { get; init; }
}

/// <summary>An instance stayed in a stage for a time. Counts for instances that enter the stage while the policy is in force.</summary>
public sealed record OnStageStayed : Trigger
{
    public required string Journey { get; init; }

    public required string Stage { get; init; }

    /// <summary>1 second to <see cref="Waiting.LongestWait"/>.</summary>
    public required TimeSpan For { get; init; }
}

/// <summary>An open low point got a further cause.</summary>
public sealed record OnLowPointDeepened : Trigger
{
    public string? Journey { get; init; }
}

/// <summary>A high point ended.</summary>
public sealed record OnHighPointClosed : Trigger
{
    public string? Journey { get; init; }
}

/// <summary>Nothing of one kind within a time after something of another: no order within an hour after a cart.</summary>
public sealed record OnAbsence : Trigger
{
    /// <summary>Begins the wait.</summary>
    public required ImmutableArray<TouchpointMatch> After { get; init; }

    /// <summary>Ends the wait without setting anything off.</summary>
    public required ImmutableArray<TouchpointMatch> Of { get; init; }

    /// <summary>1 second to <see cref="Waiting.LongestWait"/>, from the first touchpoint's own time.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>Both must carry the same value of this attribute: a wait for each value. Null: one wait for the customer.</summary>
    public string? SameBy { get; init; }

    /// <summary>A further beginning starts the time anew; else the first stands.</summary>
    public bool Restart { get; init; }
}

/// <summary>Touchpoints in this order, the last within a time of the first; others may come in between.</summary>
public sealed record OnSequence : Trigger
{
    /// <summary>Most steps.</summary>
    public const int StepsMax = 10;

    /// <summary>2 to <see cref="StepsMax"/>.</summary>
    public required ImmutableArray<TouchpointMatch> Steps { get; init; }

    public required TimeSpan Within { get; init; }

    /// <summary>All must carry the same value of this attribute; null: of the customer.</summary>
    public string? SameBy { get; init; }
}

/// <summary>The number of touchpoints within a time before now rose to so many.</summary>
public sealed record OnCount : Trigger
{
    public required TouchpointMatch Match { get; init; }

    /// <summary>1 to <see cref="CountIs.AtLeastMax"/>.</summary>
    public required int AtLeast { get; init; }

    public required TimeSpan Within { get; init; }

    /// <summary>Touchpoints kept beyond the number asked for, among which one that arrives late finds its place.</summary>
    internal const int Spare = 10;

    internal CounterDefinition Counter => new(Match.Key, Match, AtLeast + Spare, Within, null);
}

/// <summary>A comparison of a metric came to hold that did not hold before: by a touchpoint, or by time passing.</summary>
public sealed record OnMetric : Trigger
{
    /// <summary>Mood, pressure, risk, remembered, or a number about the customer.</summary>
    public required FieldIs Crosses { get; init; }
}

/// <summary>Bounds of what policies wait for.</summary>
public static class Waiting
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(180);
}
