using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Rules.Forms;

/// <summary>
/// Placeholder for a customer's own link to a form until a message goes out: the core has no keys to sign with. The domain <c>invalid</c> is reserved
/// (RFC 2606), so one that was not replaced leads nowhere. All of it is written in characters that neither HTML nor addresses escape.
/// </summary>
/// <param name="Form">The form's id.</param>
/// <param name="Attributes">What the answer's touchpoint will have.</param>
/// <param name="Score">Chosen as the page opens; null: none.</param>
public sealed partial record FormMarker(string Form, ImmutableArray<KeyValuePair<string, string>> Attributes, int? Score)
{
    /// <summary>What each begins with.</summary>
    public const string Prefix = "https://form.cx.invalid/";

    public override string ToString()
    {
        var text = new StringBuilder(Prefix).Append(Uri.EscapeDataString(Form)).Append('/');
        text.AppendJoin(';', Attributes.Select(a => $"{Uri.EscapeDataString(a.Key)}={Uri.EscapeDataString(a.Value)}")).Append('/');
        return Score is { } score ? text.Append(CultureInfo.InvariantCulture, $"?{FormDefinition.ScoreParameter}={score}").ToString() : text.ToString();
    }

    /// <summary>The text with an address in place of each.</summary>
    public static string Replace(string text, Func<FormMarker, string> address) =>
        text.Contains(Prefix, StringComparison.Ordinal) ? Written().Replace(text, found => address(Read(found))) : text;

    private static FormMarker Read(Match found) => new(
        Uri.UnescapeDataString(found.Groups["form"].Value),
        [
            .. found.Groups["attributes"].Value.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2)
                .Select(p => KeyValuePair.Create(Uri.UnescapeDataString(p[0]), Uri.UnescapeDataString(p[1]))),
        ],
        int.TryParse(found.Groups["score"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var score) ? score : null);

    [GeneratedRegex(@"https://form\.cx\.invalid/(?<form>[A-Za-z0-9._-]{1,100})/(?<attributes>[A-Za-z0-9._~%=;-]*)/(?:\?score=(?<score>[0-9]{1,2}))?", RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
