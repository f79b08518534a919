using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Identities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Identities;

/// <summary>
/// Merges customers whose link is proposed, where the installation wants that without a person. Several silos may do it at once: a merge that is asked
/// for twice is done once.
/// </summary>
internal sealed partial class LinkMerger(
    IIdentityLinks links, ICustomerMerges merges, IAuditTrail trail, IOptions<IdentitiesOptions> options, TimeProvider clock, ILogger<LinkMerger> logger) : RepeatedWork(clock)
{
    /// <summary>Who the audit trail names.</summary>
    public const string By = "cx.identities";

    private const int LinksMax = 100;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    /// <summary>Merges what is proposed now, unless too many customers share the identity.</summary>
    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Merge != MergeMode.Automatic)
        {
            return;
        }

        var proposed = await links.ListAsync(
            new LinkQuery { State = LinkState.Proposed, Shared = false, SharedMax = options.Value.SharedMax, Limit = LinksMax }, cancellationToken);
        foreach (var link in proposed.Items)
        {
            var reason = new MergeReason { Kind = MergeReason.ByIdentity, Text = $"Both have the {link.Identity.Kind} of the touchpoint {link.Source}/{link.Touchpoint}." };
            var outcome = await merges.MergeAsync(link.Other, link.One, reason, By, cancellationToken);
            if (outcome.IsDone)
            {
                await links.SettleAsync(link.Number, [LinkState.Proposed], LinkState.Merged, By, Clock.GetUtcNow(), cancellationToken);
            }

            if (outcome.Result == MergeResult.Merged)
            {
                await trail.AddAsync(
                    new AuditEntry { By = By, Action = AuditActions.CustomersMerged, Kind = "merge", Id = $"{outcome.Number}", Detail = reason.Text }, CancellationToken.None);
            }
        }
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    [LoggerMessage(2431, LogLevel.Warning, "Possible duplicates could not be merged; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
