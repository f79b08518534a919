using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Crash;

/// <summary>What a gateway says once everything is at rest, against what the shop must come to.</summary>
internal static class Outcome
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(120);

    /// <param name="gateway">Whom to ask.</param>
    /// <param name="received">How many were acknowledged; a log of its own tells the ledger only once they are read.</param>
    public static async Task AtRestAsync(HttpClient gateway, long received = 0)
    {
        LedgerView? ledger = null;
        await Waiting.UntilAsync(
            async () => (ledger = await LedgerAsync(gateway)).Waiting == 0 && ledger.Received >= received,
            DrainWithin,
            () => $"the ledger to have nothing waiting: {ledger}");
        Assert.Equal(ledger!.Received, ledger.Applied + ledger.Duplicate + ledger.Rejected);
        Assert.Equal(0, ledger.Rejected);
    }

    public static async Task<LedgerView> LedgerAsync(HttpClient gateway) =>
        (await gateway.GetFromJsonAsync<LedgerView>("/v1/ledger", Json))!;

    public static async Task CompareAsync(HttpClient gateway, Dictionary<string, Shop.Expected> expected)
    {
        foreach (var (customer, shop) in expected)
        {
            var view = await gateway.GetFromJsonAsync<CustomerView>($"/v1/customers/{customer}", Json);
            Assert.Equal(shop.Touchpoints, view!.Touchpoints);
            Assert.Equal(
                shop.Stages.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value)),
                view.Journeys.OrderBy(j => j.Correlation, StringComparer.Ordinal).Select(j => (j.Correlation!, j.Stage)));

            var actions = await ActionsAsync(gateway, customer);
            Assert.Equal(2 * shop.Failures, actions.Count);
            Assert.Equal(actions.Count, actions.Select(a => a.Id).Distinct().Count());
        }
    }

    private static async Task<List<ActionView>> ActionsAsync(HttpClient gateway, string customer)
    {
        var all = new List<ActionView>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await gateway.GetFromJsonAsync<Page<ActionView>>($"/v1/actions?customer={customer}&limit=200{next}", Json);
            all.AddRange(page!.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }
}
