using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Actions;
using MimeKit;

namespace CxOrchestrator.Channels.Mail;

/// <summary>Makes MIME messages: text and HTML as alternatives, with what mailbox providers ask of senders.</summary>
public static class MailMessages
{
    /// <summary>Header with the id of the action; reports of bounces quote it.</summary>
    public const string ActionHeader = "X-Cx-Action";

    /// <summary>Longest subject that is made of a text, in characters: as much as mail programs show.</summary>
    private const int SubjectMax = 70;

    /// <exception cref="FormatException">The address is none.</exception>
    public static MimeMessage Of(OutgoingMessage message, SmtpSettings settings, DateTimeOffset now)
    {
        var from = MailboxAddress.Parse(settings.From);
        var mail = new MimeMessage();
        mail.From.Add(from);
        mail.To.Add(To(message));
        if ((message.ReplyTo ?? settings.ReplyTo) is { } replyTo)
        {
            mail.ReplyTo.Add(MailboxAddress.Parse(replyTo));
        }

        mail.Subject = SubjectLine.Of(message.Subject is { Length: > 0 } subject ? subject : FirstLine(message.Text));
        mail.Date = now;
        mail.MessageId = $"{message.Id}@{from.Domain}";
        mail.Headers.Add(ActionHeader, message.Id);
        if (message.Language is { } language)
        {
            mail.Headers.Add(HeaderId.ContentLanguage, language);
        }

        if (message.Unsubscribe is { } unsubscribe)
        {
            // RFC 8058: one POST there, without anything asked, unsubscribes.
            mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe.AbsoluteUri}>");
            mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        var text = new TextPart("plain") { Text = message.Text };
        mail.Body = message.Html is { } html ? new MultipartAlternative(text, new TextPart("html") { Text = html }) : text;
        return mail;
    }

    // An offer has no subject of its own; without one, filters take a message for spam.
    private static string FirstLine(string text)
    {
        var line = text.TrimStart().AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        var first = (end < 0 ? line : line[..end]).Trim().ToString();
        return first.Length <= SubjectMax ? first : $"{first[..(char.IsHighSurrogate(first[SubjectMax - 1]) ? SubjectMax - 1 : SubjectMax)]}…";
    }

    private static MailboxAddress To(OutgoingMessage message)
    {
        // One address and nothing beside it: what a customer calls themselves must not add recipients.
        if (!MailboxAddress.TryParse(message.To, out var to) || to.Address.Length == 0 || !to.Address.Contains('@', StringComparison.Ordinal))
        {
            throw new FormatException($"'{message.To}' is no e-mail address.");
        }

        return new MailboxAddress(message.ToName is { } name ? SubjectLine.Of(name) : null, to.Address);
    }
}
