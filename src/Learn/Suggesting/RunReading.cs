using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Learn.Suggesting;

/// <summary>
/// Takes instances of a journey out of recorded touchpoints: what came before the first touchpoint of the outcome's type. Instances that never came to one
/// are left out, since nobody knows how they ended; so is what came after it.
/// </summary>
public sealed class RunReading(JourneyDefinition journey, TouchpointMatch outcome)
{
    /// <summary>Most types of touchpoints, and most attributes with times, that are looked at; the first ones.</summary>
    public const int NamesMax = 500;

    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _attributes = new(StringComparer.Ordinal);
    private readonly List<JourneyRun> _runs = [];

    internal IReadOnlyList<JourneyRun> Runs => _runs;

    internal IReadOnlyList<string> Types => [.. _types.Keys];

    internal IReadOnlyList<string> Attributes => [.. _attributes.Keys];

    /// <summary>Instances whose outcome is known.</summary>
    public int Known => _runs.Count;

    public JourneyDefinition Journey => journey;

    public long Touchpoints { get; private set; }

    /// <summary>All touchpoints of a customer, in the order of time.</summary>
    public void Add(IEnumerable<Touchpoint> touchpoints)
    {
        var open = new Dictionary<string, JourneyRun?>(StringComparer.Ordinal);
        foreach (var touchpoint in touchpoints)
        {
            Touchpoints++;
            if (KeyOf(touchpoint) is not { } key)
            {
                continue;
            }

            if (!open.TryGetValue(key, out var run))
            {
                open[key] = run = new JourneyRun { StartedAt = Day(touchpoint.At) };
            }

            if (run is null)
            {
                continue;
            }

            if (outcome.MatchesType(touchpoint.Type))
            {
                run.EndedAt = Day(touchpoint.At);
                run.Bad = outcome.Matches(touchpoint);
                _runs.Add(run);
                open[key] = null;
                continue;
            }

            Note(run, touchpoint);
        }
    }

    private string? KeyOf(Touchpoint touchpoint) => journey.InstanceBy is not { } by ? ""
        : touchpoint.Attributes[by] is { Kind: not ScalarKind.None } value ? value.ToString() : null;

    private void Note(JourneyRun run, Touchpoint touchpoint)
    {
        if (Number(_types, touchpoint.Type) is not { } type)
        {
            return;
        }

        var at = Day(touchpoint.At);
        run.First.TryAdd(type, at);
        foreach (var attribute in touchpoint.Attributes.Values)
        {
            if (attribute.Value is { Kind: ScalarKind.Text, Text: { } text } && DueTimes.Parse(text, journey.TimeZone) is { } time && Number(_attributes, attribute.Name) is { } number)
            {
                run.Times.TryAdd(number, (type, at, Day(time)));
            }
        }
    }

    private static int? Number(Dictionary<string, int> names, string name)
    {
        if (names.TryGetValue(name, out var number))
        {
            return number;
        }

        if (names.Count >= NamesMax)
        {
            return null;
        }

        names.Add(name, names.Count);
        return names.Count - 1;
    }

    private static double Day(DateTimeOffset at) => (at.UtcDateTime - DateTime.UnixEpoch).TotalDays;
}
