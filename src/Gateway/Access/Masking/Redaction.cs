using System.Text.RegularExpressions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Access.Masking;

/// <summary>Takes a customer's personal values out of words that were filled in for the customer, so that the rest of them can be read.</summary>
internal sealed partial class Redaction
{
    private const int WordLengthMin = 2;

    private readonly Regex? _values;

    public Redaction(CustomerState state, Touchpoint? touchpoint)
    {
        var values = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Add(values, state.Profile.Name, words: true);
        foreach (var attribute in (IEnumerable<NamedValue>)[.. state.Profile.Attributes.Values, .. touchpoint?.Attributes.Values ?? []])
        {
            if (attribute.Value.ToString() is { } text && PersonalValues.Hides(attribute.Name, text))
            {
                Add(values, text, words: attribute.Name.Contains("name", StringComparison.OrdinalIgnoreCase));
            }
        }

        Add(values, touchpoint?.Feedback?.Text, words: false);
        _values = values.Count == 0 ? null : new Regex($"(?<![\\p{{L}}\\p{{N}}])({string.Join('|', values.OrderByDescending(v => v.Length).Select(Regex.Escape))})(?![\\p{{L}}\\p{{N}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    public string Of(string text) => _values?.Replace(text, PersonalValues.Mask) ?? text;

    // Filters take names apart: each word of one alone as well.
    private static void Add(HashSet<string> values, string? value, bool words)
    {
        if (value is null)
        {
            return;
        }

        values.Add(value.Trim());
        if (words)
        {
            values.UnionWith(Words().Split(value));
        }

        values.RemoveWhere(v => v.Length < WordLengthMin);
    }

    [GeneratedRegex(@"[^\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
