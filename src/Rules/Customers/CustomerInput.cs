using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>What can happen to a customer; a closed family. All that a decision needs comes with it.</summary>
public abstract record CustomerInput
{
    private protected CustomerInput()
    {
    }
}

/// <summary>What the history said of a touchpoint's identity.</summary>
public enum HistoryAnswer
{
    NotAsked,
    Absent,
    Present,
}

/// <summary>A touchpoint arrived.</summary>
public sealed record RecordTouchpoint : CustomerInput
{
    public required Touchpoint Touchpoint { get; init; }

    /// <summary>The history's word, where the state alone cannot tell a repeat.</summary>
    public HistoryAnswer History { get; init; }

    /// <summary>A timer on which the core fails is put aside; else it throws <see cref="TimerFaultException"/>.</summary>
    public bool SetAside { get; init; }
}

/// <summary>Time passed: timers due by then fire.</summary>
public sealed record FireTimers : CustomerInput
{
    public required DateTimeOffset UpTo { get; init; }

    /// <summary>Most timers that fire.</summary>
    public int Most { get; init; } = Turn.FiringsMax;

    /// <summary>A timer on which the core fails is put aside; else it throws <see cref="TimerFaultException"/>.</summary>
    public bool SetAside { get; init; }
}

/// <summary>The core failed on the next timer of the customer: it was put aside.</summary>
public sealed record SetTimerAside : CustomerInput
{
    /// <summary>What it failed with.</summary>
    public required string Reason { get; init; }
}

/// <summary>A decided action asks whether it may be sent.</summary>
public sealed record AdmitAction : CustomerInput
{
    public required DecidedAction Action { get; init; }

    public required AdmissionFacts Facts { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Another customer was merged into this one, or taken out again.</summary>
public sealed record TakeMerged : CustomerInput
{
    /// <summary>As <see cref="Merging"/> made it; its sequence does not matter.</summary>
    public required CustomerState State { get; init; }

    public required MergeChange Change { get; init; }

    /// <summary>The other customer.</summary>
    public required CustomerId Other { get; init; }
}

/// <summary>What became of an input.</summary>
public enum Receipt
{
    Applied,

    /// <summary>Its identity was applied before.</summary>
    Duplicate,

    /// <summary>Nothing was due.</summary>
    Nothing,

    /// <summary>Only the history can tell whether it is a repeat: ask it and decide again.</summary>
    NeedsHistory,
}
