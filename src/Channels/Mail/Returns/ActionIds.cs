using System.Collections.Immutable;
using System.Text.RegularExpressions;
using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>Finds the ids of actions that a message quotes: in its header of the product's own, in Message-IDs, or in an envelope id.</summary>
internal static partial class ActionIds
{
    /// <summary>Most Message-IDs of <c>References</c> that are looked at, from the last.</summary>
    private const int ReferencesMax = 20;

    /// <summary>Longest text that is searched, in characters.</summary>
    private const int TextLengthMax = 200_000;

    /// <summary>Of the headers of a message of ours that came back.</summary>
    public static IEnumerable<string> OfReturned(HeaderList headers)
    {
        if (headers[MailMessages.ActionHeader]?.Trim() is { } own && IdForm().IsMatch(own))
        {
            yield return own;
        }

        if (headers[HeaderId.MessageId] is { } id && OfMessageId(id) is { } action)
        {
            yield return action;
        }
    }

    /// <summary>Of what a message answers: the one it replies to, then the last ones of its thread.</summary>
    public static IEnumerable<string> OfThread(MimeMessage mail) =>
        new[] { mail.InReplyTo }.Concat(mail.References.Reverse().Take(ReferencesMax)).OfType<string>().Select(OfMessageId).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Of headers that are quoted in a text.</summary>
    public static IEnumerable<string> OfText(string text) =>
        QuotedForm().Matches(text.Length <= TextLengthMax ? text : text[..TextLengthMax]).Select(m => m.Groups["id"].Value).Distinct(StringComparer.Ordinal);

    /// <summary>Null where it is none of the product's.</summary>
    public static string? OfEnvelope(string? envelope) => envelope?.Trim() is { } id && IdForm().IsMatch(id) ? id : null;

    public static ImmutableArray<string> Distinct(IEnumerable<string?> ids) => [.. ids.OfType<string>().Distinct(StringComparer.Ordinal)];

    private static string? OfMessageId(string id)
    {
        var local = id.AsSpan().Trim().TrimStart('<');
        var at = local.IndexOf('@');
        return at > 0 && IdForm().IsMatch(local[..at]) ? local[..at].ToString() : null;
    }

    [GeneratedRegex(@"^[0-9a-f]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();

    [GeneratedRegex(@"^[ \t>]*(?:X-Cx-Action:[ \t]*(?<id>[0-9a-f]{32})|Message-ID:[ \t]*<(?<id>[0-9a-f]{32})@)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex QuotedForm();
}
