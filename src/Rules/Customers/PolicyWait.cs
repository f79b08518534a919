using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using Orleans;

namespace CxOrchestrator.Rules.Customers;

public enum WaitKind : byte
{
    /// <summary>Fires at its time unless what it waits for comes.</summary>
    Absence = 1,

    /// <summary>Fires at its time unless the instance leaves the stage.</summary>
    Stayed = 2,

    /// <summary>A sequence under way; forgotten at its time.</summary>
    Sequence = 3,

    /// <summary>What an absence waits for came: a beginning that arrives after it begins nothing. Forgotten at its time.</summary>
    Answered = 4,

    /// <summary>Between two of a policy's actions; continues at its time, or when the awaited touchpoint arrives.</summary>
    Step = 5,
}

/// <summary>Something that a policy waits for.</summary>
[GenerateSerializer, Immutable, Alias("cx.policy-wait")]
public sealed record PolicyWait
{
    /// <summary>How long it is remembered that what an absence waits for came.</summary>
    public static readonly TimeSpan AnswerKept = TimeSpan.FromDays(2);

    [Id(0)] public required WaitKind Kind { get; init; }

    /// <summary>Name of the trigger; see <see cref="Policies.WaitPlan{T}"/>.</summary>
    [Id(1)] public required string Trigger { get; init; }

    /// <summary>The value of the attribute that the touchpoints share, or of the instance; of a step, the cause of the decision. Null where there is none.</summary>
    [Id(2)] public string? Correlation { get; init; }

    /// <summary>When it fires or is forgotten.</summary>
    [Id(3)] public required DateTimeOffset DueAt { get; init; }

    /// <summary>Own time of what began it, or answered it.</summary>
    [Id(4)] public required DateTimeOffset BeganAt { get; init; }

    /// <summary>
    /// Of a sequence: own times of the touchpoints that are steps of it, oldest first, with <see cref="Matched"/> beside each. Without that, as
    /// earlier versions wrote it: for each step the latest beginning from which it was reached; the earliest time where it was not.
    /// </summary>
    [Id(5)] public ImmutableArray<DateTimeOffset> Steps { get; init; } = [];

    /// <summary>Name of the touchpoint that began it.</summary>
    [Id(6)] public string? Cause { get; init; }

    /// <summary>Type of the touchpoint that began it.</summary>
    [Id(7)] public string? Type { get; init; }

    /// <summary>The fields of that touchpoint which the policy names.</summary>
    [Id(8)] public AttributeSet Kept { get; init; }

    /// <summary>Journey of the instance it is about.</summary>
    [Id(9)] public string? Journey { get; init; }

    /// <summary>Correlation of the instance it is about.</summary>
    [Id(10)] public string? Instance { get; init; }

    /// <summary>Run of the instance it is about.</summary>
    [Id(11)] public int Run { get; init; }

    /// <summary>Of a sequence: which steps each touchpoint is, a bit for each from the lowest.</summary>
    [Id(12)] public ImmutableArray<int> Matched { get; init; } = [];

    /// <summary>The policy that waits; null in waits of earlier versions.</summary>
    [Id(13)] public string? Policy { get; init; }

    /// <summary>Of a step: its id.</summary>
    [Id(14)] public string? Step { get; init; }

    /// <summary>Since when it is held, because its policy is paused; null: it is not.</summary>
    [Id(15)] public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Of a step that is held: the type of the touchpoint that ended the wait; null: its time was over.</summary>
    [Id(16)] public string? EndedBy { get; init; }

    /// <summary>Of a step: short names of the messages and offers before it that admission has not answered for; they count as on their way.</summary>
    [Id(17)] public ImmutableArray<string> Pending { get; init; } = [];

    /// <summary>Of a step: those that admission holds for a time.</summary>
    [Id(18)] public ImmutableArray<string> Held { get; init; } = [];

    /// <summary>Of a step: the channels of those that were let through and not known to have failed.</summary>
    [Id(19)] public ImmutableArray<string> Sent { get; init; } = [];

    /// <summary>Of a step: when the last of them expires; null: none precedes it, or an earlier version began the wait.</summary>
    [Id(20)] public DateTimeOffset? SendsUntil { get; init; }

    /// <summary>Of a step: why the last of them was held or refused, in words.</summary>
    [Id(21)] public string? Unsent { get; init; }

    /// <summary>Of a step: its time was over while all of them were held. It runs again from the moment that one is let through.</summary>
    [Id(22)] public bool Overdue { get; init; }

    /// <summary>Of a step: short names of those in <see cref="Sent"/>, in its order; fewer where an earlier version noted the first of them.</summary>
    [Id(23)] public ImmutableArray<string> SentNames { get; init; } = [];

    /// <summary>Time alone makes it fire.</summary>
    internal bool Fires => Kind is WaitKind.Absence or WaitKind.Stayed or WaitKind.Step;

    internal bool IsFor(string trigger, string? correlation) =>
        string.Equals(Trigger, trigger, StringComparison.Ordinal) && string.Equals(Correlation, correlation, StringComparison.Ordinal);
}
