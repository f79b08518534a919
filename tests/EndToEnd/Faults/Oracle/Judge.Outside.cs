using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.EndToEnd.Cluster;

namespace CxOrchestrator.EndToEnd.Faults.Oracle;

internal sealed partial class Judge
{
    private const short Admitted = 3;
    private const short Delivered = 4;
    private const int AskedAtOnce = 4;
    private const int ActionsPage = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private void Actions()
    {
        var stored = evidence.Actions.ToDictionary(a => a.Id, StringComparer.Ordinal);
        var expected = _models.SelectMany(m => m.Value.Actions.Keys.Select(id => (Customer: m.Key, Id: id))).ToDictionary(e => e.Id, e => e.Customer, StringComparer.Ordinal);
        foreach (var (id, customer) in expected)
        {
            if (!stored.TryGetValue(id, out var action) || action.Customer != customer)
            {
                Add(Wrong.Action, $"the action {id} of {customer} is not in the outbox");
            }
            else if (action.Status != Delivered)
            {
                Add(Wrong.Undelivered, $"the action {id} of {customer} has the status {action.Status}: {action.LastError}");
            }
        }

        foreach (var action in evidence.Actions.Where(a => !expected.ContainsKey(a.Id)))
        {
            Add(Wrong.Action, $"the action {action.Id} of {action.Customer} is in the outbox, and nothing brought it about");
        }
    }

    // At least once each, and nothing that was not stored and admitted when it came.
    private void Deliveries()
    {
        var delivered = bed.Sink.Deliveries.Where(d => d.Customer.StartsWith($"{run}-c", StringComparison.Ordinal)).ToList();
        foreach (var delivery in delivered.Where(d => d.Status is not (Admitted or Delivered)))
        {
            Add(Wrong.SentUnstored, $"the action {delivery.Action} of {delivery.Customer} came while its status in the outbox was {(delivery.Status is { } status ? status : "none: it was not there")}");
        }

        var stored = evidence.Actions.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in delivered.Select(d => d.Action).Distinct().Where(id => !stored.Contains(id)))
        {
            Add(Wrong.SentUnstored, $"the action {id} was delivered and is not in the outbox");
        }

        var came = delivered.Select(d => d.Action).ToHashSet(StringComparer.Ordinal);
        foreach (var (customer, model) in _models)
        {
            foreach (var (id, _) in model.Actions.Where(a => a.Value && !came.Contains(a.Key)))
            {
                Add(Wrong.Undelivered, $"the action {id} of {customer} never came to its receiver");
            }
        }
    }

    private async Task CustomersAsync(int askedMax)
    {
        var last = evidence.History.GroupBy(h => h.Customer).ToDictionary(h => h.Key, h => h.Max(r => r.Sequence), StringComparer.Ordinal);
        var found = new ConcurrentQueue<Deviation>();
        await Parallel.ForEachAsync(
            _models.Take(askedMax),
            new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce },
            async (customer, _) => await CustomerAsync(customer.Key, customer.Value, last[customer.Key], found));
        _deviations.AddRange(found);
    }

    private async Task CustomerAsync(string customer, ShopModel model, long sequence, ConcurrentQueue<Deviation> found)
    {
        using var answer = await bed.Gateway.Http.GetAsync(new Uri($"/v1/customers/{customer}", UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            found.Enqueue(new(Wrong.State, $"{customer}: the API answers {(int)answer.StatusCode}"));
            return;
        }

        var view = (await answer.Content.ReadFromJsonAsync<CustomerView>(Json))!;
        void Same<T>(string what, T expected, T actual)
        {
            if (!EqualityComparer<T>.Default.Equals(expected, actual))
            {
                found.Enqueue(new(Wrong.State, $"{customer}: {what} is {actual}, and must be {expected}"));
            }
        }

        Same("the number of touchpoints", model.Touchpoints, view.Touchpoints);
        Same("the version", sequence, view.Version);
        Same(
            "the stages",
            string.Join(", ", model.Stages.Select(s => $"{s.Order} {s.Stage}")),
            string.Join(", ", view.Journeys.OrderBy(j => j.Correlation, StringComparer.Ordinal).Select(j => $"{j.Correlation} {j.Stage}")));
        Same("the list of actions", string.Join(' ', model.Actions.Keys.Order(StringComparer.Ordinal)), string.Join(' ', (await ActionIdsAsync(customer)).Order(StringComparer.Ordinal)));
    }

    private async Task<List<string>> ActionIdsAsync(string customer)
    {
        List<string> ids = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var next = cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await bed.Gateway.Http.GetFromJsonAsync<Page<ActionView>>($"/v1/actions?customer={customer}&limit={ActionsPage}{next}", Json);
            ids.AddRange(page!.Items.Select(a => a.Id));
            cursor = page.Next;
        }

        return ids;
    }

    private async Task LedgerAsync()
    {
        var ledger = (await bed.Gateway.Http.GetFromJsonAsync<LedgerView>("/v1/ledger", Json))!;
        var line = ledger.Sources.SingleOrDefault(s => s.Source == run);
        var applied = evidence.History.Count(h => h.IsTouchpoint);
        if (line is null)
        {
            Add(Wrong.Ledger, $"no line for {run}");
            return;
        }

        if (line.Waiting != 0 || line.Received != line.Applied + line.Duplicate + line.Rejected)
        {
            Add(Wrong.Ledger, $"received {line.Received} is not applied {line.Applied} + duplicate {line.Duplicate} + rejected {line.Rejected}; waiting is {line.Waiting}");
        }

        if (line.Applied != applied)
        {
            Add(Wrong.Ledger, $"applied says {line.Applied}, and the history has {applied} touchpoints");
        }

        if (line.Received < book.Acknowledgements)
        {
            Add(Wrong.Ledger, $"received says {line.Received}, and {book.Acknowledgements} were acknowledged");
        }

        if (line.Rejected != 0 || line.Conflicting != 0)
        {
            Add(Wrong.Ledger, $"rejected {line.Rejected} and conflicting {line.Conflicting}, and nothing of the kind was sent");
        }

        // What cannot be read counts for its topic.
        if (evidence.Letters.Count > 0 && ledger.Sources.SingleOrDefault(s => s.Source == $"kafka:{bed.Topic}") is var topic && (topic is null || topic.Waiting != 0 || topic.Rejected < evidence.Letters.Count))
        {
            Add(Wrong.Ledger, $"of what could not be read the topic received {topic?.Received} and rejected {topic?.Rejected}, and there are {evidence.Letters.Count} dead letters");
        }
    }
}
