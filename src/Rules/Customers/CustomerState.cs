using System.Collections.Immutable;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;
using Orleans;

namespace CxOrchestrator.Rules.Customers;

/// <summary>All that the core knows of a customer. What it derived stays within 8 KB when encoded: every list has a bound, at which the oldest closed goes first.</summary>
[GenerateSerializer, Immutable, Alias("cx.customer-state")]
public sealed record CustomerState
{
    /// <summary>Most journey instances kept; ended ones go first, then the longest untouched.</summary>
    public const int InstancesMax = 12;

    /// <summary>Most low points and, apart, high points kept.</summary>
    public const int PointsMax = 8;

    /// <summary>Most moments of mood kept for the sparkline.</summary>
    public const int MoodTrailMax = 12;

    /// <summary>Most moments kept of missed expectations and, apart, of contacts.</summary>
    public const int MomentsMax = 8;

    /// <summary>Counters beyond which those that no document asks for any more are dropped.</summary>
    public const int CountersMax = 64;

    /// <summary>Policies beyond whose last action those without a cooldown under way are forgotten; no cooldown ever is.</summary>
    public const int PolicyMarksMax = 32;

    /// <summary>Most pending waits of a customer: at the bound no further one begins, and a decision says so. None is dropped.</summary>
    public const int WaitsMax = 100;

    /// <summary>Most answers and sequences that are remembered; an answer goes first, then the sequence forgotten soonest.</summary>
    public const int RememberedMax = 32;

    /// <summary>Most timers put aside that can be tried again.</summary>
    public const int SetAsideMax = 16;

    /// <summary>How much longer a point stays open whose end was put aside.</summary>
    public static readonly TimeSpan SetAsidePoint = TimeSpan.FromDays(30);

    /// <summary>Most segments on whose lists a customer is; the oldest goes first.</summary>
    public const int ListsMax = 256;

    /// <summary>Most customers merged into one.</summary>
    public const int MergedMax = 16;

    /// <summary>Most histories that a customer is read from beside its own; at the bound a further merge is refused.</summary>
    public const int HistoriesMax = 32;

    [Id(0)] public required CustomerId Customer { get; init; }

    /// <summary>Grows by one with every input.</summary>
    [Id(1)] public long Sequence { get; init; }

    /// <summary>The latest effective time.</summary>
    [Id(2)] public DateTimeOffset EffectiveAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Touchpoints applied.</summary>
    [Id(3)] public long Touchpoints { get; init; }

    [Id(4)] public Profile Profile { get; init; } = Profile.Empty;

    [Id(5)] public MoodSums Mood { get; init; } = MoodSums.Zero;

    [Id(6)] public RecentIdentities Recent { get; init; } = RecentIdentities.Empty;

    [Id(7)] public ImmutableArray<JourneyInstance> Instances { get; init; } = [];

    [Id(8)] public ImmutableArray<LowPoint> LowPoints { get; init; } = [];

    [Id(9)] public ImmutableArray<HighPoint> HighPoints { get; init; } = [];

    [Id(10)] public ImmutableArray<Counter> Counters { get; init; } = [];

    [Id(11)] public ImmutableArray<PolicyMark> PolicyMarks { get; init; } = [];

    /// <summary>The touchpoint with the largest |e|; the later of two alike.</summary>
    [Id(12)] public Moment? Peak { get; init; }

    /// <summary>The last touchpoint with an experience.</summary>
    [Id(13)] public Moment? Last { get; init; }

    [Id(14)] public ImmutableArray<DateTimeOffset> MissedAt { get; init; } = [];

    [Id(15)] public ImmutableArray<DateTimeOffset> ContactsAt { get; init; } = [];

    /// <summary>Mood after the latest inputs that changed it, oldest first.</summary>
    [Id(16)] public ImmutableArray<MoodPoint> MoodTrail { get; init; } = [];

    /// <summary>When the customer was last heard of; effective time of the last touchpoint.</summary>
    [Id(17)] public DateTimeOffset? LastTouchpointAt { get; init; }

    /// <summary>When risk alone is looked at again; null unless risk keeps the customer on the board.</summary>
    [Id(18)] public DateTimeOffset? RiskReviewAt { get; init; }

    /// <summary>What policies wait for.</summary>
    [Id(19)] public ImmutableArray<PolicyWait> Waits { get; init; } = [];

    /// <summary>When time alone makes a comparison hold that a policy waits for; null: never.</summary>
    [Id(20)] public DateTimeOffset? MetricReviewAt { get; init; }

    /// <summary>Ids of the segments on whose lists the customer is.</summary>
    [Id(21)] public ImmutableArray<string> Lists { get; init; } = [];

    /// <summary>When messages and offers were admitted in the last 7 days, oldest first, packed; at most <see cref="Guardrails.FrequencyCap.Most"/>.</summary>
    [Id(24)] public ImmutableArray<ulong> Admitted { get; init; } = [];

    /// <summary>The last winner of each exclusion group; at most <see cref="Guardrails.GuardrailSettings.GroupsMax"/>, the oldest goes first.</summary>
    [Id(25)] public ImmutableArray<GroupMark> GroupMarks { get; init; } = [];

    /// <summary>Who else than one policy leaves the customer alone, and until when; null: nobody has to.</summary>
    [Id(26)] public PolicySuppression? PolicySuppression { get; init; }

    /// <summary>Channels that were closed for the customer, and those opened again; at most <see cref="Guardrails.Suppressions.Max"/>.</summary>
    [Id(27)] public ImmutableArray<Guardrails.Suppression> Suppressions { get; init; } = [];

    /// <summary>Timers on which the core failed, oldest first; at most <see cref="SetAsideMax"/>, the oldest goes first.</summary>
    [Id(28)] public ImmutableArray<SetAsideTimer> SetAside { get; init; } = [];

    /// <summary>Own time of the last message that the customer wrote on WhatsApp; null: none. See <see cref="Actions.ServiceWindow"/>.</summary>
    [Id(29)] public DateTimeOffset? WroteAt { get; init; }

    /// <summary>Customers who were merged into this one, oldest first; at most <see cref="MergedMax"/>, at which a further merge is refused.</summary>
    [Id(30)] public ImmutableArray<MergedCustomer> Merged { get; init; } = [];

    /// <summary>Customers whose histories may hold touchpoints of this one, or of those merged into it; at most <see cref="HistoriesMax"/>.</summary>
    [Id(31)] public ImmutableArray<CustomerId> Histories { get; init; } = [];

    public static CustomerState For(CustomerId customer) => new() { Customer = customer };

    /// <summary>Half the peak plus half the last (peak-end rule: Kahneman, Fredrickson, Schreiber and Redelmeier 1993); null before any experience.</summary>
    public double? Remembered => Peak is { } peak && Last is { } last ? Math.Round((peak.Experience + last.Experience) / 2, 4) : null;

    /// <summary>The deepest open low point, the older of two alike; null where none is open.</summary>
    public LowPoint? WorstLowPoint
    {
        get
        {
            LowPoint? worst = null;
            foreach (var point in LowPoints)
            {
                if (point.IsOpen && (worst is null || point.Depth > worst.Depth))
                {
                    worst = point;
                }
            }

            return worst;
        }
    }
}

/// <summary>An experience and when.</summary>
[GenerateSerializer, Immutable, Alias("cx.moment")]
public sealed record Moment
{
    [Id(0)] public required double Experience { get; init; }

    [Id(1)] public required DateTimeOffset At { get; init; }
}

/// <summary>Mood after an input.</summary>
[GenerateSerializer, Immutable, Alias("cx.mood-point")]
public readonly record struct MoodPoint
{
    public MoodPoint(DateTimeOffset at, float mood)
    {
        At = at;
        Mood = mood;
    }

    [Id(0)] public DateTimeOffset At { get; }

    [Id(1)] public float Mood { get; }
}

/// <summary>The latest moments at which a counted touchpoint came, oldest first; as many as any document asks for.</summary>
[GenerateSerializer, Immutable, Alias("cx.counter")]
public sealed record Counter
{
    [Id(0)] public required string Name { get; init; }

    [Id(1)] public required ImmutableArray<DateTimeOffset> At { get; init; }

    /// <summary>The value of a field at each moment; empty where touchpoints are only counted.</summary>
    [Id(2)] public ImmutableArray<Scalar> Values { get; init; } = [];
}

/// <summary>When a policy last acted for the customer.</summary>
[GenerateSerializer, Immutable, Alias("cx.policy-mark")]
public sealed record PolicyMark
{
    [Id(0)] public required string Policy { get; init; }

    /// <summary>When it last decided actions of which at least one is not refused.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>The input that set it off.</summary>
    [Id(2)] public required string Cause { get; init; }

    /// <summary>Its actions of that time that may still be or were sent; at 0 the mark no longer counts.</summary>
    [Id(3)] public required int Standing { get; init; }

    /// <summary>When its cooldown ends; null where it has none.</summary>
    [Id(4)] public DateTimeOffset? Until { get; init; }
}
