using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Storage.Deliveries;
using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>
/// Bounces without a part for programs, of servers that always write them alike: qmail (QSBMF), Exim before it sent reports, Exchange where a gateway took
/// the report apart. Others are left for people.
/// </summary>
internal static partial class PlainBounces
{
    private const string GivenUp = "5.0.0";
    private const string QmailBegin = "Hi. This is the";
    private const string EximBegin = "This message was created automatically by mail delivery software";
    private const string EximHeader = "X-Failed-Recipients";
    private const string ExchangeBegin = "Delivery has failed to these recipients";

    /// <summary>Longest text that is read, in characters; what follows is a copy of the message.</summary>
    private const int TextLengthMax = 200_000;

    /// <summary>Null where it is none of these.</summary>
    public static (ReturnKind Kind, ImmutableArray<ReturnedReport> Reports)? Read(MimeMessage mail)
    {
        if (!IsOfAServer(mail) || mail.TextBody is not { Length: > 0 and <= TextLengthMax } text)
        {
            return null;
        }

        var body = text.ReplaceLineEndings("\n").TrimStart();
        var failed = body.StartsWith(QmailBegin, StringComparison.Ordinal) ? Qmail(body)
            : body.StartsWith(EximBegin, StringComparison.OrdinalIgnoreCase) && mail.Headers[EximHeader] is { } recipients ? Exim(body, recipients)
            : body.StartsWith(ExchangeBegin, StringComparison.OrdinalIgnoreCase) ? Exchange(body)
            : [];
        if (failed.Count == 0)
        {
            return null;
        }

        var actions = ActionIds.Distinct([.. ActionIds.OfText(body), .. mail.Body is Multipart parts && ReturnedParts.Of(parts) is { } returned ? ActionIds.OfReturned(returned.Headers) : [], .. ActionIds.OfThread(mail)]);
        return (ReturnKind.Bounce, [.. failed.Select(f => Of(f.Address, f.Text, actions))]);
    }

    // A person may quote a bounce; a server writes under its own name, or with an empty return path (RFC 5321, section 4.5.5).
    private static bool IsOfAServer(MimeMessage mail) =>
        mail.Headers[HeaderId.ReturnPath]?.Trim() == "<>"
        || mail.From.Mailboxes.Any(m => m.LocalPart.Equals("mailer-daemon", StringComparison.OrdinalIgnoreCase) || m.LocalPart.Equals("postmaster", StringComparison.OrdinalIgnoreCase));

    // Paragraphs that begin with "<address>:" up to one that begins with a dash.
    private static List<(string Address, string Text)> Qmail(string body)
    {
        var failed = new List<(string, string)>();
        foreach (var paragraph in body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(p => p.Trim('\n')).TakeWhile(p => !p.StartsWith('-')))
        {
            if (QmailRecipient().Match(paragraph) is { Success: true } match)
            {
                failed.Add((match.Groups[1].Value, paragraph[match.Length..]));
            }
        }

        return failed;
    }

    private static List<(string Address, string Text)> Exim(string body, string recipients)
    {
        var copy = body.IndexOf("\n------ This is a copy", StringComparison.Ordinal);
        var said = copy < 0 ? body : body[..copy];
        var failed = new List<(string, string)>();
        foreach (var address in recipients.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = said.IndexOf(address, StringComparison.OrdinalIgnoreCase);
            failed.Add((address, at < 0 ? "" : said[(at + address.Length)..]));
        }

        return failed;
    }

    private static List<(string Address, string Text)> Exchange(string body) =>
        [.. ExchangeRecipient().Matches(body).Select(m => (m.Groups["address"].Value, m.Groups["text"].Value))];

    private static ReturnedReport Of(string address, string text, ImmutableArray<string> actions)
    {
        var status = BounceStatus.In(text);
        return new ReturnedReport
        {
            Step = DeliveryStep.Bounced,
            Actions = actions,
            Addresses = ReportAddresses.Of(address),
            Reason = BounceStatus.Reason(status, text),

            // All of these forms are written once the server has given up.
            Permanent = BounceStatus.Closes(status ?? GivenUp, text),
        };
    }

    [GeneratedRegex(@"^<([^<>\s]+@[^<>\s]+)>:\s*", RegexOptions.CultureInvariant)]
    private static partial Regex QmailRecipient();

    // "ann@example.com" on a line, then at once or after the server's name: "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##".
    [GeneratedRegex(@"^(?:[^\n@]*<)?(?<address>[^\s<>@]+@[^\s<>@]+)>?[ \t]*\n(?:[^\n#]*\n){0,3}[^\n#]*(?<text>#[45]\d\d [45]\.\d{1,3}\.\d{1,3}[^\n]*)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ExchangeRecipient();
}
