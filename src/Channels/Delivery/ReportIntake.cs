using System.Collections.Immutable;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Channels.Delivery;

/// <summary>Stores what providers report of messages.</summary>
public sealed class ReportIntake(IDeliveries deliveries, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock)
{
    /// <summary>Stores reports that are not known yet; gives how many they were.</summary>
    /// <param name="connection">Whose provider reports.</param>
    /// <param name="reports">Verified.</param>
    /// <param name="cancellationToken">Counts until they are written.</param>
    public async Task<int> StoreAsync(string connection, ImmutableArray<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        var steps = ImmutableArray.CreateBuilder<NewStep>(reports.Length);
        foreach (var report in reports)
        {
            steps.Add(ReportSteps.Of(await FoundAsync(connection, report, cancellationToken), connection, AtOf(report)));
        }

        var stored = 0;
        foreach (var part in steps.Chunk(IDeliveries.ReportsMax))
        {
            stored += await deliveries.ReportAsync([.. part], cancellationToken);
        }

        return stored;
    }

    // A reply names no message: it is of the last one that went to where it comes from.
    private async Task<DeliveryReport> FoundAsync(string connection, DeliveryReport report, CancellationToken cancellationToken) =>
        report is { Action: null, ProviderId: null, Address: { Length: > 0 } address } && await LatestToAsync(connection, address, cancellationToken) is { } latest
            ? report with { Action = latest.Action }
            : report;

    // Several providers write numbers without the plus sign, and ours have it.
    private async Task<Storage.Deliveries.Delivery?> LatestToAsync(string connection, string address, CancellationToken cancellationToken) =>
        await deliveries.LatestToAsync(connection, address, cancellationToken)
        ?? (address.All(char.IsAsciiDigit) ? await deliveries.LatestToAsync(connection, $"+{address}", cancellationToken) : null);

    // Providers tell the time of the world, and the journey's clock may be another: as long ago as it happened, and never in the future.
    private DateTimeOffset AtOf(DeliveryReport report)
    {
        var ago = report.At is { } at ? clock.GetUtcNow() - at : TimeSpan.Zero;
        return journeyClock.GetUtcNow() - (ago > TimeSpan.Zero ? ago : TimeSpan.Zero);
    }
}
