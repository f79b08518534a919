using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>Delivery status notifications (RFC 3464).</summary>
internal static class DeliveryStatusReports
{
    /// <summary>Null where the part for programs is missing or says nothing of a recipient.</summary>
    public static (ReturnKind Kind, ImmutableArray<ReturnedReport> Reports)? Read(MimeMessage mail, MultipartReport report)
    {
        var groups = report.OfType<MessageDeliveryStatus>().SelectMany(s => s.StatusGroups).ToList();
        var recipients = groups.Where(g => g["Action"] is not null || g["Final-Recipient"] is not null).ToList();
        if (recipients.Count == 0)
        {
            return null;
        }

        var returned = ReturnedParts.Of(report);
        var actions = ActionIds.Distinct(
        [
            .. returned is null ? [] : ActionIds.OfReturned(returned.Headers),
            ActionIds.OfEnvelope(groups.Select(g => g["Original-Envelope-Id"]).FirstOrDefault(e => e is not null)),
            .. ActionIds.OfThread(mail),
        ]);
        var reports = recipients.Select(g => Of(g, actions)).OfType<ReturnedReport>().ToImmutableArray();
        return (reports.Any(r => r.Step == DeliveryStep.Bounced) ? ReturnKind.Bounce : reports.IsEmpty ? ReturnKind.Automatic : ReturnKind.Delivered, reports);
    }

    // Delayed: the server goes on trying, and says later how it ended. Relayed and expanded: nobody knows whether it arrived.
    private static ReturnedReport? Of(HeaderList group, ImmutableArray<string> actions)
    {
        var step = FirstWord(group["Action"]) switch
        {
            "failed" => DeliveryStep.Bounced,
            "delivered" => DeliveryStep.Delivered,
            _ => (DeliveryStep?)null,
        };
        if (step is null)
        {
            return null;
        }

        var status = BounceStatus.In(group["Status"] ?? "");
        var diagnostic = WithoutType(group["Diagnostic-Code"]);
        var bounced = step == DeliveryStep.Bounced;
        return new ReturnedReport
        {
            Step = step.Value,
            Actions = actions,
            Addresses = ReportAddresses.Of(group["Original-Recipient"], group["Final-Recipient"]),
            Reason = bounced ? BounceStatus.Reason(status, diagnostic) : null,
            Permanent = bounced && BounceStatus.Closes(status, diagnostic),
        };
    }

    // "failed (maximum retries reached)": comments may follow.
    private static string FirstWord(string? value) => (value ?? "").Split([' ', '(', ';', '\t'], 2, StringSplitOptions.TrimEntries)[0].ToLowerInvariant();

    private static string WithoutType(string? diagnostic)
    {
        var text = diagnostic ?? "";
        var type = text.IndexOf(';', StringComparison.Ordinal);
        return type is > 0 and < 20 && !text.AsSpan(0, type).Contains(' ') ? text[(type + 1)..].Trim() : text.Trim();
    }
}
