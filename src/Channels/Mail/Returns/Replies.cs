using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>Answers to messages: of people, and of programs that answer for them (RFC 3834).</summary>
internal static class Replies
{
    private static readonly string[] AutomaticHeaders = ["X-Autoreply", "X-Autorespond", "X-Autoreply-From", "X-Auto-Reply", "X-Mail-Autoreply"];

    private static readonly string[] AutomaticSubjects =
    [
        "Automatic reply:", "Out of Office:", "Out of Office AutoReply:", "Auto:", "Autoreply:", "Automatische Antwort:", "Abwesenheitsnotiz:", "Réponse automatique", "Respuesta automática",
        "Resposta automática", "Risposta automatica",
    ];

    /// <summary>Null where it answers none of the product's messages.</summary>
    public static (ReturnKind Kind, ImmutableArray<ReturnedReport> Reports)? Read(MimeMessage mail)
    {
        var actions = ActionIds.Distinct(ActionIds.OfThread(mail));
        if (actions.IsEmpty)
        {
            return null;
        }

        if (IsAutomatic(mail))
        {
            return (ReturnKind.Automatic, []);
        }

        if (mail.From.Mailboxes.ToList() is not [var from])
        {
            return null;
        }

        return (ReturnKind.Reply, [new ReturnedReport { Step = DeliveryStep.Replied, Actions = actions, Addresses = ReportAddresses.Of(from.Address), Text = ReplyText.Of(mail) }]);
    }

    private static bool IsAutomatic(MimeMessage mail)
    {
        var submitted = mail.Headers[HeaderId.AutoSubmitted]?.Split(';', '(')[0].Trim();
        return (submitted is { Length: > 0 } && !submitted.Equals("no", StringComparison.OrdinalIgnoreCase))
            || mail.Headers[HeaderId.Precedence]?.Trim().ToLowerInvariant() is "bulk" or "junk" or "list" or "auto_reply"
            || mail.Headers[HeaderId.ReturnPath]?.Trim() == "<>"
            || mail.Headers[HeaderId.ListId] is not null
            || AutomaticHeaders.Any(h => mail.Headers.Contains(h))
            || AutomaticSubjects.Any(s => (mail.Subject ?? "").StartsWith(s, StringComparison.OrdinalIgnoreCase));
    }
}
