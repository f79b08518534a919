using System.Diagnostics;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Triggers, conditions and durations in words.</summary>
public static class Wording
{
    public static string Of(Trigger trigger, CompiledDefinitions definitions) => trigger switch
    {
        OnTouchpoint t => $"A touchpoint {Of(t.Match)}",
        OnLowPointOpened t => $"A low point opens{In(t.Journey, definitions)}",
        OnLowPointClosed t => $"A low point {(t.Outcome is { } outcome ? $"is {outcome.ToString().ToLowerInvariant()}" : "closes")}{In(t.Journey, definitions)}",
        OnHighPointOpened t => $"A high point opens{In(t.Journey, definitions)}",
        OnStageEntered t => $"Stage {StageName(t.Journey, t.Stage, definitions)} is entered{In(t.Journey, definitions)}",
        OnExpectationMissed t => $"{MissName(t, definitions)}{In(t.Journey, definitions)}",
        OnLowPointDeepened t => $"A low point gets a further cause{In(t.Journey, definitions)}",
        OnHighPointClosed t => $"A high point ends{In(t.Journey, definitions)}",
        OnStageLeft t => $"Stage {StageName(t.Journey, t.Stage, definitions)} is left{In(t.Journey, definitions)}",
        OnStageStayed t => $"{Of(t.For)} in stage {StageName(t.Journey, t.Stage, definitions)}{In(t.Journey, definitions)}",
        OnAbsence t => $"No {Or(t.Of)} within {Of(t.Within)} after {Or(t.After)}{Same(t.SameBy)}",
        OnSequence t => $"{string.Join(", then ", t.Steps.Select(Of))}, within {Of(t.Within)}{Same(t.SameBy)}",
        OnCount t => $"{t.AtLeast} of {Of(t.Match)} within {Of(t.Within)}",
        OnSchedule t => $"{Days(t)} at {t.At.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)} ({t.Zone.Id}), for those in segment {definitions.Segment(t.Segment)?.Name ?? t.Segment}",
        OnMetric t => $"{Of(t.Crosses)}, which it was not before",
        _ => throw new UnreachableException($"No words for {trigger.GetType().Name}."),
    };

    public static string Of(Condition condition, CompiledDefinitions definitions) => condition.Text(definitions);

    private static string Days(OnSchedule schedule) => schedule switch
    {
        { Date: { } date } => $"On {date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}",
        { DayOfMonth: { } day } => $"On day {day} of each month",
        { Weekdays: [_, ..] days } => $"Each {string.Join(", ", days)}",
        _ => "Each day",
    };

    public static string Of(FieldIs condition) => $"{condition.Field} {condition.ComparedText()}";

    public static string Of(TouchpointMatch match) => match.Where.IsEmpty
        ? match.Type
        : $"{match.Type} with {string.Join(" and ", match.Where.Select(Of))}";

    /// <summary>The largest units that say it exactly: "3 days", "1 hour 30 minutes".</summary>
    public static string Of(TimeSpan duration)
    {
        var parts = new List<string>(4);
        Add(duration.Days, "day");
        Add(duration.Hours, "hour");
        Add(duration.Minutes, "minute");
        Add(duration.Seconds, "second");
        return parts.Count == 0 ? "0 seconds" : string.Join(' ', parts);

        void Add(int count, string unit)
        {
            if (count != 0)
            {
                parts.Add($"{count} {unit}{(count == 1 ? "" : "s")}");
            }
        }
    }

    private static string In(string? journey, CompiledDefinitions definitions) =>
        journey is null ? "" : $" in journey {definitions.Journey(journey)?.Name ?? journey}";

    private static string Or(System.Collections.Immutable.ImmutableArray<TouchpointMatch> matches) => string.Join(" or ", matches.Select(Of));

    private static string Same(string? attribute) => attribute is null ? "" : $", of the same {attribute}";

    private static string StageName(string journey, string stage, CompiledDefinitions definitions) =>
        definitions.Journey(journey)?.Stages.FirstOrDefault(s => s.Id == stage)?.Name ?? stage;

    private static string MissName(OnExpectationMissed trigger, CompiledDefinitions definitions) => trigger.Expectation is null
        ? "Any expectation is missed"
        : definitions.Journey(trigger.Journey)?.Expectations.FirstOrDefault(e => e.Id == trigger.Expectation)?.Name ?? trigger.Expectation;
}
