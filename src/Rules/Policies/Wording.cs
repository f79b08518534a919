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
        OnStageEntered t => $"Stage {StageName(t, definitions)} is entered{In(t.Journey, definitions)}",
        OnExpectationMissed t => $"{MissName(t, definitions)}{In(t.Journey, definitions)}",
        _ => throw new UnreachableException($"No words for {trigger.GetType().Name}."),
    };

    public static string Of(Condition condition, CompiledDefinitions definitions) => condition switch
    {
        AllOf => "All of:",
        AnyOf => "At least one of:",
        NoneOf => "None of:",
        FieldIs field => Of(field),
        CountIs count => $"at least {count.AtLeast} of {Of(count.Match)} within {Of(count.Within)}",
        InSegment segment => $"in segment {definitions.Segment(segment.Segment)?.Name ?? segment.Segment}",
        _ => throw new UnreachableException($"No words for {condition.GetType().Name}."),
    };

    public static string Of(FieldIs condition)
    {
        var values = string.Join(", ", condition.Values);
        return condition.Comparison switch
        {
            Comparison.Is => $"{condition.Field} is {values}",
            Comparison.IsNot => $"{condition.Field} is not {values}",
            Comparison.AtLeast => $"{condition.Field} at least {values}",
            Comparison.AtMost => $"{condition.Field} at most {values}",
            Comparison.Above => $"{condition.Field} above {values}",
            Comparison.Below => $"{condition.Field} below {values}",
            Comparison.In => $"{condition.Field} one of {values}",
            Comparison.NotIn => $"{condition.Field} none of {values}",
            Comparison.Contains => $"{condition.Field} contains {values}",
            Comparison.Exists => $"{condition.Field} is known",
            Comparison.Missing => $"{condition.Field} is not known",
            _ => throw new UnreachableException($"No words for {condition.Comparison}."),
        };
    }

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

    private static string StageName(OnStageEntered trigger, CompiledDefinitions definitions) =>
        definitions.Journey(trigger.Journey)?.Stages.FirstOrDefault(s => s.Id == trigger.Stage)?.Name ?? trigger.Stage;

    private static string MissName(OnExpectationMissed trigger, CompiledDefinitions definitions) => trigger.Expectation is null
        ? "Any expectation is missed"
        : definitions.Journey(trigger.Journey)?.Expectations.FirstOrDefault(e => e.Id == trigger.Expectation)?.Name ?? trigger.Expectation;
}
