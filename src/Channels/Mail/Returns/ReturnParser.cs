using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>
/// Understands what comes back by e-mail: delivery status notifications (RFC 3464), feedback reports (RFC 5965), disposition notifications (RFC 8098), a few
/// bounces of other forms, and people's replies. What is not sure is not understood.
/// </summary>
internal static class ReturnParser
{
    public static ReturnedMail Read(MimeMessage mail)
    {
        var (kind, reports) = mail.Body is MultipartReport report ? OfReport(mail, report) : OfPlain(mail);
        return new ReturnedMail(kind, IdOf(mail), [.. reports.Take(ReturnedMail.ReportsMax)]);
    }

    private static (ReturnKind Kind, ImmutableArray<ReturnedReport> Reports) OfReport(MimeMessage mail, MultipartReport report)
    {
        switch (report.ReportType?.ToLowerInvariant())
        {
            case "delivery-status":
                // Some servers promise the machine's part and leave it out.
                return DeliveryStatusReports.Read(mail, report) ?? PlainBounces.Read(mail) ?? NotUnderstood;
            case "feedback-report":
                return FeedbackReports.Read(mail, report) ?? NotUnderstood;
            case "disposition-notification":
                // Nobody asked for it, and what one program displayed to itself says nothing of a person.
                return (ReturnKind.Automatic, []);
            default:
                return NotUnderstood;
        }
    }

    private static (ReturnKind Kind, ImmutableArray<ReturnedReport> Reports) OfPlain(MimeMessage mail) =>
        PlainBounces.Read(mail) ?? Replies.Read(mail) ?? NotUnderstood;

    private static (ReturnKind Kind, ImmutableArray<ReturnedReport> Reports) NotUnderstood => (ReturnKind.NotUnderstood, []);

    // A message that is moved, copied or read again by another process keeps its Message-ID; its UID changes.
    private static string IdOf(MimeMessage mail)
    {
        var own = mail.MessageId is { Length: > 0 } id ? id : $"{mail.From} {mail.Date:O} {mail.Subject} {mail.TextBody}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(own)).AsSpan(0, 16));
    }
}
