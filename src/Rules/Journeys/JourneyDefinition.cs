using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Journeys;

/// <summary>A marketer's journey: its stages, what is expected next, and what each touchpoint is worth.</summary>
public sealed record JourneyDefinition
{
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Assigned when it is published; 0 in a draft.</summary>
    public int Version { get; init; }

    /// <summary>Where a bare date ends. Default: UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The touchpoint attribute whose values tell instances apart (an order's number); null for one instance per customer.</summary>
    public string? InstanceBy { get; init; }

    /// <summary>In order: an instance moves forward through them.</summary>
    public required ImmutableArray<StageDefinition> Stages { get; init; }

    /// <summary>Touchpoints that take an instance out of the journey before its end (order cancelled).</summary>
    public ImmutableArray<TouchpointMatch> Exit { get; init; } = [];

    /// <summary>Whether a finished instance may begin again on a touchpoint of a starting stage.</summary>
    public bool Reentry { get; init; }

    public ImmutableArray<ExpectationDefinition> Expectations { get; init; } = [];

    /// <summary>The first match applies.</summary>
    public ImmutableArray<ExperienceRule> Experiences { get; init; } = [];

    /// <summary>Touchpoints with which an open low point of the instance closes as recovered: what failed is put right.</summary>
    public ImmutableArray<TouchpointMatch> Recovery { get; init; } = [];

    /// <summary>Touchpoints in which the customer turns to the company (a call, a chat, a ticket); repeats within a week add to risk.</summary>
    public ImmutableArray<TouchpointMatch> Contacts { get; init; } = [];

    public LowPointSettings LowPoint { get; init; } = new();

    public HighPointSettings HighPoint { get; init; } = new();
}

/// <summary>Where an instance can be.</summary>
public sealed record StageDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Touchpoints that move an instance here.</summary>
    public ImmutableArray<TouchpointMatch> Enter { get; init; } = [];

    /// <summary>Its touchpoints begin an instance where none is open. The first stage always does.</summary>
    public bool Start { get; init; }

    /// <summary>Reaching it is what the company hopes for.</summary>
    public bool Goal { get; init; }

    /// <summary>Reaching it ends the instance.</summary>
    public bool End { get; init; }

    /// <summary>An instance may come back here from a later stage (a ticket opened again). A late touchpoint never does it.</summary>
    public bool Revisit { get; init; }
}

/// <summary>After one touchpoint another is expected: within a duration, or by the time in an attribute.</summary>
public sealed record ExpectationDefinition
{
    /// <summary>Longest duration an expectation may wait, and longest grace.</summary>
    public static readonly TimeSpan WithinMax = TimeSpan.FromDays(366);

    public required string Id { get; init; }

    /// <summary>What people read when it is missed: "Delivery date missed".</summary>
    public required string Name { get; init; }

    /// <summary>Touchpoints that arm it.</summary>
    public required ImmutableArray<TouchpointMatch> After { get; init; }

    /// <summary>Touchpoints that meet it.</summary>
    public required ImmutableArray<TouchpointMatch> Expect { get; init; }

    /// <summary>Time allowed after the arming touchpoint; null where <see cref="By"/> is given.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>
    /// Attribute with the time it is due: RFC 3339, or a bare date, which means the end of that day in the journey's zone.
    /// A later touchpoint of the instance that carries the attribute moves the due time.
    /// </summary>
    public string? By { get; init; }

    /// <summary>It is due when so much of the time from the arming touchpoint to the time in <see cref="By"/> is over, in percent, 1 to 100.</summary>
    public int Share { get; init; } = 100;

    /// <summary>It is due so much later.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>Experience of the miss, -1 to 1.</summary>
    public double Experience { get; init; } = -0.5;

    /// <summary>A miss opens a low point whatever the mood.</summary>
    public bool Critical { get; init; }

    /// <summary>When it is due: <c>armedAt + share × (named - armedAt) + grace</c>, in whole seconds of the share.</summary>
    /// <param name="armedAt">When it was armed.</param>
    /// <param name="named">The time in the attribute.</param>
    public DateTimeOffset DueBy(DateTimeOffset armedAt, DateTimeOffset named) =>
        (Share == 100 ? named : armedAt + TimeSpan.FromSeconds(Math.Floor((named - armedAt).TotalSeconds * Share / 100))) + Grace;
}

/// <summary>What a touchpoint is worth to the customer where they did not say it themselves.</summary>
public sealed record ExperienceRule
{
    public required TouchpointMatch Match { get; init; }

    /// <summary>-1 to 1.</summary>
    public required double Value { get; init; }

    /// <summary>It opens a low point whatever the mood.</summary>
    public bool Critical { get; init; }

    /// <summary>What people read as the cause; null: made of the touchpoint's type.</summary>
    public string? Cause { get; init; }
}

/// <summary>When a low point opens and closes.</summary>
public sealed record LowPointSettings
{
    public static LowPointSettings Default { get; } = new();

    /// <summary>Opens at this mood or below.</summary>
    public double Mood { get; init; } = -0.35;

    /// <summary>Opens at this pressure or above.</summary>
    public double Pressure { get; init; } = 0.9;

    /// <summary>Opens at explicit feedback with this experience or below.</summary>
    public double Feedback { get; init; } = -0.5;

    /// <summary>Closes as faded after this long.</summary>
    public TimeSpan FadeAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Closes as recovered by an experience of this or above, ...</summary>
    public double RecoverExperience { get; init; } = 0.3;

    /// <summary>... while mood is above this ...</summary>
    public double RecoverMood { get; init; } = -0.2;

    /// <summary>... and pressure below this.</summary>
    public double RecoverPressure { get; init; } = 0.5;
}

/// <summary>When a high point opens and closes: the mirror of a low point, without pressure.</summary>
public sealed record HighPointSettings
{
    public static HighPointSettings Default { get; } = new();

    /// <summary>Opens at this mood or above, by an experience of above 0.</summary>
    public double Mood { get; init; } = 0.6;

    /// <summary>Opens at explicit feedback with this experience or above.</summary>
    public double Feedback { get; init; } = 1.0;

    /// <summary>Closes as ended by an experience of this or below, or with a low point of the same instance.</summary>
    public double EndExperience { get; init; } = -0.3;

    /// <summary>Closes as faded after this long.</summary>
    public TimeSpan FadeAfter { get; init; } = TimeSpan.FromDays(30);
}
