using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>Feedback reports of mailbox providers (ARF, RFC 5965): the customer pressed "spam", or asked the provider for no more.</summary>
internal static class FeedbackReports
{
    /// <summary>Null where it is of a kind that says nothing of the customer's wishes.</summary>
    public static (ReturnKind Kind, ImmutableArray<ReturnedReport> Reports)? Read(MimeMessage mail, MultipartReport report)
    {
        var fields = report.OfType<MessageFeedbackReport>().Select(f => f.Fields).FirstOrDefault();
        switch (fields?["Feedback-Type"]?.Trim().ToLowerInvariant())
        {
            case "abuse":
                return (ReturnKind.Complaint, [Of(mail, report, fields, DeliveryStep.Complained, "Reported as spam")]);
            case "opt-out" or "opt-out-list":
                return (ReturnKind.Complaint, [Of(mail, report, fields, DeliveryStep.Unsubscribed, "Opted out at the mailbox provider")]);
            case "not-spam":
                return (ReturnKind.Automatic, []);
            default:
                return null;
        }
    }

    private static ReturnedReport Of(MimeMessage mail, MultipartReport report, HeaderList fields, DeliveryStep step, string what)
    {
        var returned = ReturnedParts.Of(report);
        return new ReturnedReport
        {
            Step = step,
            Actions = ActionIds.Distinct([.. returned is null ? [] : ActionIds.OfReturned(returned.Headers), ActionIds.OfEnvelope(fields["Original-Envelope-Id"]), .. ActionIds.OfThread(mail)]),
            Addresses = ReportAddresses.Of([fields["Original-Rcpt-To"], fields["Removal-Recipient"], .. ReportAddresses.To(returned)]),

            // Providers hide who complained: the id in the message that they return has to do then.
            NeedsAddress = false,
            Reason = mail.From.Mailboxes.FirstOrDefault() is { } from ? SmtpProblems.OneLine($"{what}, says {from.Domain}") : what,
        };
    }
}
