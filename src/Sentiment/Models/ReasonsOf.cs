using System.Collections.Immutable;

namespace CxOrchestrator.Sentiment.Models;

/// <summary>What a text is about, by the phrases in it.</summary>
internal static class ReasonsOf
{
    /// <summary>Groups of phrases that say how somebody feels, not why.</summary>
    private static readonly string[] Moods = ["general", "praise", "thanks", "anger", "ask"];

    /// <summary>A subject without a mood comes after complaints.</summary>
    private const double SubjectWeight = 0.5;

    /// <summary>The group of phrases says why, not only how somebody feels.</summary>
    public static bool IsReason(string group) => !Moods.Contains(group);

    /// <summary>Reasons by weight, then by name.</summary>
    /// <param name="facts">The text.</param>
    /// <param name="complains">It is negative: what it names is what it complains about, such as the staff.</param>
    public static ImmutableArray<string> Text(TextFacts facts, bool complains)
    {
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var match in facts.Matches)
        {
            if (match is { Negated: false } or { Phrase.Length: > 1 } && IsReason(match.Phrase.Reason) && (complains || match.Weight < 0))
            {
                sums[match.Phrase.Reason] = sums.GetValueOrDefault(match.Phrase.Reason) + Math.Max(Math.Abs(match.Weight), SubjectWeight);
            }
        }

        return [.. sums.OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Key).Take(SentimentReader.ReasonsMax)];
    }
}
