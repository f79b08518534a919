using System.Collections.Immutable;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Voice;

/// <summary>Remarks by stage, channel, segment or language. A customer who was in several segments counts in each.</summary>
internal static class VoiceGroups
{
    private const int GroupsMax = 50;
    private const int ReasonsMax = 3;

    public static RemarkGrouping Grouping(VoiceBy by) => by switch
    {
        VoiceBy.Stage => RemarkGrouping.Stage,
        VoiceBy.Channel => RemarkGrouping.Channel,
        VoiceBy.Segment => RemarkGrouping.Segments,
        _ => RemarkGrouping.Language,
    };

    public static IReadOnlyList<VoiceGroup> Of(VoiceBy by, ImmutableArray<RemarkCount> counts, CompiledDefinitions definitions) =>
    [
        .. counts
            .SelectMany(c => (by == VoiceBy.Segment && c.Group.Length > 0 ? RemarkLists.Read(c.Group) : [c.Group]).Select(key => (Key: key, Count: c)))
            .GroupBy(c => c.Key, c => c.Count, StringComparer.Ordinal)
            .Select(g => View(by, g.Key, [.. g], definitions))
            .OrderByDescending(g => g.Count).ThenBy(g => g.Name, StringComparer.Ordinal)
            .Take(GroupsMax),
    ];

    private static VoiceGroup View(VoiceBy by, string key, IReadOnlyList<RemarkCount> counts, CompiledDefinitions definitions)
    {
        var sum = new VoiceSum();
        var reasons = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var count in counts)
        {
            sum.Add(count);
            foreach (var reason in count.Reasons)
            {
                reasons[reason] = reasons.GetValueOrDefault(reason) + count.Count;
            }
        }

        var parts = by == VoiceBy.Stage ? key.Split('\n') : [key];
        var (journey, id) = (parts.Length > 1 ? parts[0] : null, parts[^1]);
        var totals = sum.View;
        return new VoiceGroup
        {
            Id = id.Length == 0 ? null : id,
            Journey = journey,
            Name = Name(by, journey, id, definitions),
            Count = totals.Count,
            Negative = totals.Negative,
            Sentiment = totals.Sentiment,
            Reasons = [.. reasons.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Take(ReasonsMax).Select(r => r.Key)],
        };
    }

    private static string Name(VoiceBy by, string? journey, string id, CompiledDefinitions definitions) => (by, id) switch
    {
        (VoiceBy.Stage, "") => "In no journey",
        (VoiceBy.Segment, "") => "In no segment",
        (_, "") => "Unknown",
        (VoiceBy.Stage, _) => StageName(journey, id, definitions) ?? id,
        (VoiceBy.Segment, _) => definitions.Segment(id)?.Name ?? id,
        _ => id,
    };

    /// <summary>Null where the published journey has no such stage.</summary>
    public static string? StageName(string? journey, string? stage, CompiledDefinitions definitions) =>
        journey is not null && definitions.Journey(journey) is { } known ? known.Stages.FirstOrDefault(s => s.Id == stage)?.Name : null;
}
