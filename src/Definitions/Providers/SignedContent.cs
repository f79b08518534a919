using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>The names in what a signature covers: <c>{timestamp}{body}</c>.</summary>
public static partial class SignedContent
{
    public static readonly ImmutableArray<string> Known = ["body", "bodyHash", "method", "url", "form", "timestamp", "nonce", "value", "secret"];

    /// <summary>Names in braces and where they are.</summary>
    public static IEnumerable<(string Name, int At)> Names(string content) => Name().Matches(content).Select(m => (m.Groups[1].Value, m.Index + 1));

    /// <summary>The texts between the names and the names, in order.</summary>
    public static IEnumerable<(string? Text, string? Name)> Parts(string content)
    {
        var at = 0;
        foreach (Match match in Name().Matches(content))
        {
            if (match.Index > at)
            {
                yield return (content[at..match.Index], null);
            }

            yield return (null, match.Groups[1].Value);
            at = match.Index + match.Length;
        }

        if (at < content.Length)
        {
            yield return (content[at..], null);
        }
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
