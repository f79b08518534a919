using System.Collections.Immutable;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>
/// Finds the messages that returned mail is about. Anyone can write to a mailbox, so a report counts only for a message that left through the connection, to
/// the address that the report names.
/// </summary>
internal sealed class ReturnMatching(IDeliveries deliveries)
{
    /// <summary>Most ids that are looked up for one report.</summary>
    private const int LookupsMax = 10;

    /// <summary>The reports that count; none where the mail is about other messages.</summary>
    /// <param name="connection">Whose mailbox it is.</param>
    /// <param name="mail">As it was understood.</param>
    /// <param name="at">When it arrived; null: unknown.</param>
    /// <param name="cancellationToken">Ends the lookups.</param>
    public async Task<ImmutableArray<DeliveryReport>> ReportsAsync(string connection, ReturnedMail mail, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<DeliveryReport>();
        foreach (var report in mail.Reports)
        {
            if (await DeliveryAsync(connection, report, cancellationToken) is { } delivery)
            {
                found.Add(new DeliveryReport
                {
                    Step = report.Step,
                    Action = delivery.Action,
                    EventId = $"mail:{mail.Id}:{delivery.Action}:{report.Step}",
                    At = at,
                    Reason = report.Reason,
                    Permanent = report.Permanent,
                    Address = delivery.Address,
                    Text = report.Text,
                });
            }
        }

        return found.ToImmutable();
    }

    private async Task<Storage.Deliveries.Delivery?> DeliveryAsync(string connection, ReturnedReport report, CancellationToken cancellationToken)
    {
        foreach (var action in report.Actions.Take(LookupsMax))
        {
            if (await deliveries.FindAsync(action, cancellationToken) is { } delivery
                && delivery.Connection == connection
                && (report.Addresses.IsEmpty ? !report.NeedsAddress : report.Addresses.Any(a => ReportAddresses.Same(a, delivery.Address))))
            {
                return delivery;
            }
        }

        return null;
    }
}
