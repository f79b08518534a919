using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Actions;
using CxOrchestrator.Gateway.Cases;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Live;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>Reads customers from the store, for the API and for those who watch one.</summary>
internal sealed class CustomerReader(IReadModel store, ICaseStore cases, CustomerCodec codec, IDefinitions definitions, JourneyClock clock)
{
    /// <summary>Most entries that one call tells; a screen further behind reads again.</summary>
    public const int NewsMax = 200;

    public async Task<CustomerState?> StateAsync(CustomerKey key, CancellationToken cancellationToken) =>
        await store.CustomerAsync(key, cancellationToken) is { } stored ? codec.Decode(stored.State) : null;

    public CustomerView View(CustomerState state) => CustomerViews.Of(state, definitions.Current, clock.Now);

    /// <summary>What is new since the last message, and the sequence it had; null where it is too much for one.</summary>
    public async Task<(CustomerChanges Changes, long Sequence)?> NewsAsync(CustomerNews news, CancellationToken cancellationToken)
    {
        if (news.Erased && news.State is null)
        {
            return (new CustomerChanges { Customer = news.Key.Customer.Value, Timeline = [], Actions = [], Decisions = [], Cases = [], Erased = true }, 0);
        }

        if (news.MergedInto is { } into)
        {
            return (new CustomerChanges { Customer = news.Key.Customer.Value, Timeline = [], Actions = [], Decisions = [], Cases = [], MergedInto = into }, news.Sequence);
        }

        var current = definitions.Current;
        var history = news.State is null ? [] : await store.HistoryAsync(news.Key, null, NewsMax, cancellationToken);
        if (history.Length == NewsMax && history[^1].Sequence > news.Sequence + 1)
        {
            return null;
        }

        var fresh = history.Where(h => h.Sequence > news.Sequence).OrderBy(h => h.Sequence).ToList();
        var decisions = fresh.Count == 0
            ? []
            : (await store.DecisionsAsync(new DecisionQuery { Customer = news.Key, Limit = NewsMax }, cancellationToken)).Items;
        var actions = new List<ActionView>();
        foreach (var id in news.Actions)
        {
            if (await store.ActionAsync(id, cancellationToken) is { } action)
            {
                actions.Add(ActionViews.Of(action, current));
            }
        }

        var open = new List<CaseView>();
        foreach (var id in news.Cases)
        {
            if (await cases.GetAsync(id, cancellationToken) is { } found)
            {
                open.Add(CaseViews.Of(found, news.State?.Profile.Name, current, clock.Now));
            }
        }

        var changes = new CustomerChanges
        {
            Customer = news.Key.Customer.Value,
            View = news.State is { } state ? View(state) : null,
            Timeline = [.. fresh.Select(TimelineViews.Of)],
            Actions = actions,
            Decisions = [.. decisions.Where(d => d.Sequence > news.Sequence).OrderBy(d => d.Sequence).Select(d => DecisionViews.Of(d, current))],
            Cases = open,
        };
        return (changes, Math.Max(news.Sequence, fresh.Count == 0 ? 0 : fresh[^1].Sequence));
    }
}
