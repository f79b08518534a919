using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A time of day came, for each member of a segment. At most one of weekdays, day of the month and date is given; none: every day.</summary>
public sealed record OnSchedule : Trigger
{
    // A month, and the days that a clock may move it by.
    private const int LookDaysMax = 64;

    public required string Segment { get; init; }

    /// <summary>Where <see cref="Zone"/> is.</summary>
    public required TimeOnly At { get; init; }

    /// <summary>On these only; empty: on all.</summary>
    public ImmutableArray<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>1 to 31; in shorter months, the last day.</summary>
    public int? DayOfMonth { get; init; }

    /// <summary>Once, on that day.</summary>
    public DateOnly? Date { get; init; }

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public override ImmutableArray<TouchpointMatch> FiredBy => [];

    public override JourneyMoment? Through => null;

    public override bool IsTraced => true;

    public override IEnumerable<TouchpointMatch> Touchpoints() => [];

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => trace.Touchpoint is { } touchpoint && DueSchedules.IsOf(touchpoint, policy, this);

    internal override ImmutableArray<CounterDefinition> Counters => [];

    internal override TouchpointMatch? OnlyFiredBy => null;

    internal override TriggerGroup? Group => null;

    internal override string Text(CompiledDefinitions definitions) =>
        $"{Days()} at {At.ToString("HH:mm", CultureInfo.InvariantCulture)} ({Zone.Id}), for those in segment {definitions.Segment(Segment)?.Name ?? Segment}";

    internal override void AddTo(TriggerIndex index, PolicyDefinition policy) => index.Add(policy, this);

    /// <summary>The first occurrence after a moment; null: there is none any more.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset moment)
    {
        if (Date is { } date)
        {
            return OnDay(date) is var once && once > moment ? once : null;
        }

        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
        for (var i = 0; i < LookDaysMax && day < DateOnly.MaxValue; i++, day = day.AddDays(1))
        {
            if (Takes(day) && OnDay(day) is var next && next > moment)
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>It occurs at just that moment.</summary>
    public bool Occurs(DateTimeOffset moment) => NextAfter(moment.AddTicks(-1)) == moment;

    private string Days() => this switch
    {
        { Date: { } date } => $"On {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
        { DayOfMonth: { } day } => $"On day {day} of each month",
        { Weekdays: [_, ..] days } => $"Each {string.Join(", ", days)}",
        _ => "Each day",
    };

    private bool Takes(DateOnly day) =>
        (Weekdays.IsEmpty || Weekdays.Contains(day.DayOfWeek))
        && (DayOfMonth is not { } number || day.Day == Math.Min(number, DateTime.DaysInMonth(day.Year, day.Month)));

    private DateTimeOffset OnDay(DateOnly day) => Rules.Touchpoints.LocalTimes.First(day.ToDateTime(At), Zone);
}
