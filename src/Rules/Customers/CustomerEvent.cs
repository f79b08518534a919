using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>Something that came of an input; a closed family. Folding events gives the state.</summary>
public abstract record CustomerEvent
{
    private protected CustomerEvent()
    {
    }

    /// <summary>Effective time.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A step of the customer began: an input, or one timer.</summary>
public sealed record StepBegan : CustomerEvent;

/// <summary>A touchpoint was taken; a derived one has no identity hash.</summary>
public sealed record TouchpointRecorded : CustomerEvent
{
    public required ulong IdentityHash { get; init; }

    /// <summary>The touchpoint's own time.</summary>
    public required DateTimeOffset OwnAt { get; init; }

    /// <summary>It is an occurrence of a schedule, or a step of a message that the customer did not take: it ends no silence.</summary>
    public bool Scheduled { get; init; }
}

public sealed record ProfileChanged : CustomerEvent
{
    public required Profile Profile { get; init; }
}

/// <summary>Something that came could not be read as a document means it, or not be kept; all else of its touchpoint took effect.</summary>
public sealed record ValueUnread : CustomerEvent
{
    /// <summary>The attribute or field.</summary>
    public required string Field { get; init; }

    /// <summary>The value as it came, cut; null where it is not the value that is wrong.</summary>
    public string? Value { get; init; }

    /// <summary>What is wrong, in words.</summary>
    public required string Why { get; init; }

    private const int ValueLengthMax = 60;

    /// <summary>Of a value, which is cut.</summary>
    internal static ValueUnread Of(DateTimeOffset at, string field, in Scalar value, string why) =>
        new() { At = at, Field = field, Value = Graphemes.Cut(value.ToString(), ValueLengthMax), Why = why };
}

/// <summary>A channel does not reach the customer any more, or does again; the whole list as it is after.</summary>
public sealed record ChannelsSuppressed : CustomerEvent
{
    public required System.Collections.Immutable.ImmutableArray<Guardrails.Suppression> Suppressions { get; init; }
}

/// <summary>The customer wrote on WhatsApp: for a day, any text may be sent there.</summary>
public sealed record ServiceWindowOpened : CustomerEvent
{
    /// <summary>The touchpoint's own time.</summary>
    public required DateTimeOffset OwnAt { get; init; }
}

/// <summary>Something was experienced.</summary>
public sealed record ExperienceApplied : CustomerEvent
{
    /// <summary>-1 to 1.</summary>
    public required double Experience { get; init; }

    public required DateTimeOffset OwnAt { get; init; }

    public required MoodSums Sums { get; init; }

    /// <summary>Mood after it.</summary>
    public required double Mood { get; init; }
}

public sealed record ContactMade : CustomerEvent
{
    public required DateTimeOffset OwnAt { get; init; }
}

public sealed record Counted : CustomerEvent
{
    public required string Counter { get; init; }

    public required DateTimeOffset OwnAt { get; init; }

    public required int Keep { get; init; }

    /// <summary>The value that is kept with the moment; none where touchpoints are only counted.</summary>
    public Scalar Value { get; init; }
}

public enum InstanceChange
{
    Touched,
    Started,
    StageEntered,
    Ended,
    Exited,
    GoalReached,
}

/// <summary>An instance began or moved; this is its state afterwards.</summary>
public sealed record InstanceChanged : CustomerEvent
{
    public required InstanceChange Change { get; init; }

    public required JourneyInstance Instance { get; init; }
}

public enum ExpectationChange
{
    Set,
    Moved,
    Met,
    MetLate,
    Missed,
    Cancelled,

    /// <summary>What is expected came before anything armed it: noted, so that a late arming touchpoint waits for nothing.</summary>
    MetBefore,
}

/// <summary>An expectation changed; this is the instance afterwards.</summary>
public sealed record ExpectationChanged : CustomerEvent
{
    public required ExpectationChange Change { get; init; }

    public required ExpectationDefinition Expectation { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required JourneyInstance Instance { get; init; }
}

public enum MergeChange
{
    Merged = 1,
    Unmerged = 2,
}

/// <summary>Another customer was merged into this one, or taken out again.</summary>
public sealed record CustomersMerged : CustomerEvent
{
    public required MergeChange Change { get; init; }

    /// <summary>The other customer.</summary>
    public required CustomerId Other { get; init; }

    /// <summary>All that is known afterwards; its sequence and its effective time do not count.</summary>
    public required CustomerState State { get; init; }
}

public enum PointChange
{
    Opened,
    Deepened,
    Recovered,
    Faded,
}

/// <summary>A low point opened, deepened or closed; this is its state afterwards.</summary>
public sealed record LowPointChanged : CustomerEvent
{
    public required PointChange Change { get; init; }

    public required LowPoint Point { get; init; }
}

/// <summary>A high point opened, rose or closed.</summary>
public sealed record HighPointChanged : CustomerEvent
{
    public required PointChange Change { get; init; }

    public required HighPoint Point { get; init; }
}

/// <summary>A policy fired or was held.</summary>
public sealed record PolicyDecided : CustomerEvent
{
    public required PolicyDecision Decision { get; init; }
}

/// <summary>An action was decided.</summary>
public sealed record ActionDecided : CustomerEvent
{
    public required DecidedAction Action { get; init; }
}

/// <summary>Admission answered.</summary>
public sealed record ActionAnswered : CustomerEvent
{
    public required AdmissionAnswer Answer { get; init; }

    /// <summary>What was known when it answered; with the action and the time, the whole input.</summary>
    public AdmissionFacts Facts { get; init; } = AdmissionFacts.Nothing;

    /// <summary>The moment that caps count, packed; null where none does.</summary>
    public ulong? Counted { get; init; }
}

/// <summary>Risk is looked at again then; null: no longer.</summary>
public sealed record RiskReviewSet : CustomerEvent
{
    public required DateTimeOffset? ReviewAt { get; init; }
}

/// <summary>The state was about to outgrow its bound: what matters least was dropped.</summary>
public sealed record StateTrimmed : CustomerEvent
{
    /// <summary>What is no longer kept, in words.</summary>
    public string What { get; init; } = "";
}

/// <summary>Counters that no document asks for any more were dropped.</summary>
public sealed record CountersDropped : CustomerEvent
{
    public required System.Collections.Immutable.ImmutableArray<string> Counters { get; init; }
}

/// <summary>The core failed on a timer: it is put aside.</summary>
public sealed record TimerSetAside : CustomerEvent
{
    public required SetAsideTimer Timer { get; init; }

    /// <summary>What it failed with.</summary>
    public required string Reason { get; init; }
}

/// <summary>A timer that was put aside is tried again.</summary>
public sealed record TimerRetried : CustomerEvent
{
    public required SetAsideTimer Timer { get; init; }
}

public enum WaitChange
{
    /// <summary>Began, or is further on.</summary>
    Set,

    /// <summary>What it waited for came, or it no longer matters.</summary>
    Ended,

    /// <summary>Its time came.</summary>
    Fired,

    /// <summary>Its time came, or what it waited for, while its policy was paused: it is asked again later.</summary>
    Held,

    /// <summary>It learned what became of the messages before it.</summary>
    Noted,

    /// <summary>Its time came, and nothing waits for it any more.</summary>
    Dropped,
}

/// <summary>What a policy waits for changed.</summary>
public sealed record WaitChanged : CustomerEvent
{
    public required WaitChange Change { get; init; }

    /// <summary>Why nothing follows of it, in words; null where something may.</summary>
    public string? Note { get; init; }

    public required PolicyWait Wait { get; init; }
}

/// <summary>A metric is looked at again then; null: no longer.</summary>
public sealed record MetricReviewSet : CustomerEvent
{
    public required DateTimeOffset? ReviewAt { get; init; }
}

/// <summary>A policy had all others leave the customer alone.</summary>
public sealed record CustomerSuppressed : CustomerEvent
{
    public required PolicySuppression Suppression { get; init; }
}

/// <summary>The customer was put on a segment's list, or taken off.</summary>
public sealed record ListChanged : CustomerEvent
{
    public required string Segment { get; init; }

    public required bool Added { get; init; }
}
