using System.Collections.Immutable;
using Orleans;

namespace CxOrchestrator.Rules.Experience;

/// <summary>How a low point ended.</summary>
public enum LowPointOutcome : byte
{
    /// <summary>What failed was put right, or the mood came back by a good experience.</summary>
    Recovered = 1,

    /// <summary>Nothing came; time passed over it.</summary>
    Faded = 2,
}

/// <summary>Why a low or high point opened.</summary>
public enum CauseKind : byte
{
    /// <summary>A touchpoint that the journey marks critical.</summary>
    Critical = 1,

    /// <summary>An expectation missed that the journey marks critical.</summary>
    ExpectationMissed = 2,

    /// <summary>What the customer said.</summary>
    Feedback = 3,

    /// <summary>The mood crossed its threshold.</summary>
    Mood = 4,

    /// <summary>Many small frictions.</summary>
    Pressure = 5,
}

/// <summary>One cause, in words and by what it came.</summary>
[GenerateSerializer, Immutable, Alias("cx.cause")]
public sealed record Cause
{
    [Id(0)] public required CauseKind Kind { get; init; }

    /// <summary>The touchpoint's type; <c>expectation.missed</c> for a miss.</summary>
    [Id(1)] public required string Type { get; init; }

    /// <summary>The expectation's id where one was missed, else null.</summary>
    [Id(2)] public string? Expectation { get; init; }

    /// <summary>What people read: "Delivery date missed".</summary>
    [Id(3)] public required string Text { get; init; }

    /// <summary>Size of the experience behind it, 0 to 1; causes stand in its order.</summary>
    [Id(4)] public required double Weight { get; init; }

    [Id(5)] public required DateTimeOffset At { get; init; }
}

/// <summary>A valley of a journey instance, or of the customer where there is none.</summary>
[GenerateSerializer, Immutable, Alias("cx.low-point")]
public sealed record LowPoint
{
    /// <summary>Most causes kept, heaviest first.</summary>
    public const int CausesMax = 5;

    /// <summary>Null: the customer's own.</summary>
    [Id(0)] public string? Journey { get; init; }

    [Id(1)] public string? Correlation { get; init; }

    /// <summary>Effective time of its detection.</summary>
    [Id(2)] public required DateTimeOffset OpenedAt { get; init; }

    [Id(3)] public DateTimeOffset? ClosedAt { get; init; }

    [Id(4)] public LowPointOutcome? Outcome { get; init; }

    /// <summary>Heaviest first, at most <see cref="CausesMax"/>.</summary>
    [Id(5)] public required ImmutableArray<Cause> Causes { get; init; }

    /// <summary>How deep it went, 0 to 1: the largest of the mood below zero and the weight of its causes.</summary>
    [Id(6)] public required double Depth { get; init; }

    /// <summary>Names it for good: the input that opened it.</summary>
    [Id(7)] public required string Key { get; init; }

    /// <summary>When it fades unless it recovers.</summary>
    [Id(8)] public required DateTimeOffset FadesAt { get; init; }

    public bool IsOpen => ClosedAt is null;
}

/// <summary>A peak of a journey instance, or of the customer where there is none.</summary>
[GenerateSerializer, Immutable, Alias("cx.high-point")]
public sealed record HighPoint
{
    [Id(0)] public string? Journey { get; init; }

    [Id(1)] public string? Correlation { get; init; }

    [Id(2)] public required DateTimeOffset OpenedAt { get; init; }

    [Id(3)] public DateTimeOffset? ClosedAt { get; init; }

    [Id(4)] public required Cause Cause { get; init; }

    /// <summary>How high it went, 0 to 1.</summary>
    [Id(5)] public required double Height { get; init; }

    [Id(6)] public required string Key { get; init; }

    [Id(7)] public required DateTimeOffset FadesAt { get; init; }

    public bool IsOpen => ClosedAt is null;
}
