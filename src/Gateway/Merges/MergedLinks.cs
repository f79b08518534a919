using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Gateway.Merges;

/// <summary>Links of customers who were merged by a person, or parted.</summary>
internal sealed class MergedLinks(IIdentityLinks links, IdentityReader rules, TimeProvider clock)
{
    // Once merged, finish.
    public Task SettleAsync(CustomerKey one, CustomerKey other, LinkState into, string by) =>
        links.SettleAsync(one, other, into, by, clock.GetUtcNow(), rules.SharedMax, CancellationToken.None);
}
