using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Triggers, conditions and durations in words.</summary>
public static class Wording
{
    public static string Of(Trigger trigger, CompiledDefinitions definitions) => trigger.Text(definitions);

    public static string Of(Condition condition, CompiledDefinitions definitions) => condition.Text(definitions);

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

    /// <summary>" in journey Orders"; empty where no journey is named.</summary>
    internal static string In(string? journey, CompiledDefinitions definitions) =>
        journey is null ? "" : $" in journey {definitions.Journey(journey)?.Name ?? journey}";

    internal static string Or(ImmutableArray<TouchpointMatch> matches) => string.Join(" or ", matches.Select(Of));

    /// <summary>", of the same order"; empty where no attribute is named.</summary>
    internal static string Same(string? attribute) => attribute is null ? "" : $", of the same {attribute}";

    internal static string StageName(string journey, string stage, CompiledDefinitions definitions) =>
        definitions.Journey(journey)?.Stages.FirstOrDefault(s => s.Id == stage)?.Name ?? stage;
}
