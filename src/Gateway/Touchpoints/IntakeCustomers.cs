using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Gateway.Touchpoints;

/// <summary>Gives touchpoints that name no customer theirs, and makes the body that the log keeps.</summary>
internal sealed class IntakeCustomers(ITouchpointCustomers customers)
{
    /// <summary>Replaces the items that need a customer: by one that has it, or by what is wrong with its identities.</summary>
    public async Task FindAsync(List<ReadItem> items, TouchpointFormat format, CancellationToken cancellationToken)
    {
        int[] nameless = [.. Enumerable.Range(0, items.Count).Where(i => items[i].Reading.NeedsCustomer)];
        if (nameless.Length == 0)
        {
            return;
        }

        var found = await customers.FindAsync([.. nameless.Select(i => items[i].Reading.Touchpoint!)], cancellationToken);
        for (var i = 0; i < nameless.Length; i++)
        {
            var reading = items[nameless[i]].Reading;
            items[nameless[i]] = found[i] is { Touchpoint: { } touchpoint }
                ? TouchpointBatchReader.Native(reading with { Touchpoint = touchpoint })
                : new(reading with { Touchpoint = null, Errors = [new TouchpointError(Place(format), found[i].Problem!)] }, default);
        }
    }

    private static string Place(TouchpointFormat format) => format is TouchpointFormat.Event or TouchpointFormat.Events ? "/data/identities" : "/identities";
}
