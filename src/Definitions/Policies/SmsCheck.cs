using System.Globalization;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Templates;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>
/// Looks for text messages that cost more than their author may know: a character that the usual alphabet lacks more than doubles their number. Fields
/// are counted as nothing, so there are at least as many.
/// </summary>
internal static partial class SmsCheck
{
    /// <summary>Most messages of one text without a warning.</summary>
    public const int PartsMax = 3;

    private const string Sms = "sms";

    /// <summary>What to look at, one sentence for each text.</summary>
    public static IEnumerable<string> Of(PolicyDefinition policy, Func<string, TemplateDefinition?> template)
    {
        var sends = new ActionPlan(policy).All.Select(a => a.Template).OfType<SendTemplate>().Where(s => string.Equals(s.Channel, Sms, StringComparison.OrdinalIgnoreCase));
        return sends.SelectMany(s => Texts(s, template)).Select(t => Warning(t.Name, SmsText.Of(t.Text))).OfType<string>().Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, string Text)> Texts(SendTemplate send, Func<string, TemplateDefinition?> template)
    {
        if (send.TemplateId is { } id)
        {
            return from texts in template(id)?.Languages ?? [] let words = (texts.Text as LiquidText)?.Words where words is not null select ($"template '{id}' ({texts.Language})", words);
        }

        return send.Shown is { Text: { Length: > 0 } text } ? [($"the {send.Word}", Fields().Replace(text, ""))] : [];
    }

    private static string? Warning(string name, SmsText text)
    {
        // What it would be with those characters replaced.
        var plain = Math.Max(1, (text.Length + SmsText.GsmPartMax - 1) / SmsText.GsmPartMax);
        if (text.IsUnicode && text.Parts > plain)
        {
            var (character, verb) = text.Lacking.Length == 1 ? ("the character", "makes") : ("the characters", "make");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{name} is sent as {text.Parts} text messages: {character} {string.Join(", ", text.Lacking.Select(c => $"'{c}'"))} {verb} it Unicode, with {SmsText.UnicodeMax} characters a message; without {(text.Lacking.Length == 1 ? "it" : "them")} it would be {plain}");
        }

        return text.Parts > PartsMax ? string.Create(CultureInfo.InvariantCulture, $"{name} is sent as {text.Parts} text messages, and each is billed; shorten it to at most {PartsMax * SmsText.GsmPartMax} characters") : null;
    }

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Fields();
}
