using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Identities;

/// <summary>Keeps links in step with merges: however two customers were merged, their link says so.</summary>
public static class LinkSettling
{
    private const int LinksMax = 500;

    /// <summary>The link between two customers, if they have one, is merged, or undone.</summary>
    public static async Task SettleAsync(
        this IIdentityLinks links, CustomerKey one, CustomerKey other, LinkState into, string by, DateTimeOffset at, int sharedMax, CancellationToken cancellationToken)
    {
        LinkState[] from = into == LinkState.Merged ? [LinkState.Proposed, LinkState.Undone, LinkState.Dismissed] : [LinkState.Merged];
        var page = await links.ListAsync(new LinkQuery { Customer = one, SharedMax = sharedMax, Limit = LinksMax }, cancellationToken);
        if (page.Items.FirstOrDefault(l => (l.One == one && l.Other == other) || (l.One == other && l.Other == one)) is { } link)
        {
            await links.SettleAsync(link.Number, from, into, by, at, cancellationToken);
        }
    }
}
