using System.Collections.Immutable;
using Orleans;

namespace CxOrchestrator.Rules.Journeys;

public enum InstanceStatus : byte
{
    Open = 1,

    /// <summary>Reached an end stage.</summary>
    Ended = 2,

    /// <summary>Left before an end stage.</summary>
    Exited = 3,
}

/// <summary>One run of a journey for a customer.</summary>
[GenerateSerializer, Immutable, Alias("cx.journey-instance")]
public sealed record JourneyInstance
{
    /// <summary>Most expectations of one instance, waiting or missed.</summary>
    public const int ExpectationsMax = 16;

    [Id(0)] public required string Journey { get; init; }

    /// <summary>The value of the instance attribute; null where the journey has one instance per customer.</summary>
    [Id(1)] public string? Correlation { get; init; }

    /// <summary>1 for the first, 2 after a re-entry, ...</summary>
    [Id(2)] public int Run { get; init; } = 1;

    [Id(3)] public required string Stage { get; init; }

    /// <summary>When the stage was entered.</summary>
    [Id(4)] public required DateTimeOffset Since { get; init; }

    [Id(5)] public required DateTimeOffset StartedAt { get; init; }

    [Id(6)] public InstanceStatus Status { get; init; } = InstanceStatus.Open;

    /// <summary>When the first goal was reached.</summary>
    [Id(7)] public DateTimeOffset? GoalAt { get; init; }

    [Id(8)] public ImmutableArray<PendingExpectation> Expectations { get; init; } = [];

    /// <summary>Effective time of the last touchpoint that belonged to it.</summary>
    [Id(9)] public required DateTimeOffset TouchedAt { get; init; }

    /// <summary>Stages passed, in the order they were entered, the present one last.</summary>
    [Id(10)] public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>Own time of the touchpoint that ended it: only what came after that enters the journey again. Null where it is open.</summary>
    [Id(11)] public DateTimeOffset? ClosedAt { get; init; }

    public bool IsOpen => Status == InstanceStatus.Open;
}

public enum ExpectationStatus : byte
{
    Waiting = 1,

    /// <summary>Its time passed; what was expected may still come late.</summary>
    Missed = 2,

    /// <summary>It came in time, or late after a miss.</summary>
    Met = 3,
}

/// <summary>An expectation of an instance.</summary>
[GenerateSerializer, Immutable, Alias("cx.pending-expectation")]
public sealed record PendingExpectation
{
    [Id(0)] public required string Expectation { get; init; }

    [Id(1)] public required DateTimeOffset DueAt { get; init; }

    [Id(2)] public required ExpectationStatus Status { get; init; }

    /// <summary>Time of the touchpoint that armed or last moved it; an older one moves nothing.</summary>
    [Id(3)] public required DateTimeOffset SetAt { get; init; }

    /// <summary>Time of the touchpoint that met it.</summary>
    [Id(4)] public DateTimeOffset? MetAt { get; init; }

    /// <summary>Time of the touchpoint that armed it, from which a share of its time counts; null: that is <see cref="SetAt"/>.</summary>
    [Id(5)] public DateTimeOffset? ArmedAt { get; init; }
}
