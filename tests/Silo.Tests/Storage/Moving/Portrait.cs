using System.Text.Json;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Files;
using CxOrchestrator.Storage.Images;
using CxOrchestrator.Storage.Voice;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Moving;

/// <summary>Everything that a store's readers say, line by line.</summary>
internal static class Portrait
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static async Task<List<string>> OfAsync(StoreUnderTest store, params string[] customers)
    {
        var lines = new List<string>();
        foreach (var key in customers.Select(Some.Key))
        {
            Add("customer", await store.Read.CustomerAsync(key, None));
            foreach (var entry in await store.Read.HistoryAsync(key, null, 1000, None))
            {
                Add("history", entry);
            }
        }

        Add("decision", (await store.Read.DecisionsAsync(new DecisionQuery { Limit = 1000 }, None)).Items);
        foreach (var item in (await store.Read.ActionsAsync(new ActionQuery { Limit = 1000 }, None)).Items)
        {
            // A column without a meaning before the first attempt.
            Add("action", item with { NextAttemptAt = item.Status == ActionStatus.Admitted ? item.NextAttemptAt : null });
        }

        Add("test", (await store.Read.ActionsAsync(new ActionQuery { Limit = 1000, Tests = true }, None)).Items.Select(i => (i.Key, i.Action)));
        Add("recipients", await store.Recipients.ListAsync(None));
        Add("case", (await store.Cases.ListAsync(new CaseQuery { Limit = 1000 }, None)).Items);
        Add("letter", (await store.DeadLetters.ListAsync(null, null, 1000, None)).Items);
        Add("ledger", (await store.Read.LedgerAsync(None)).Sources);
        foreach (var (key, row, customer) in await store.Read.AtRiskAsync(null, 1000, None))
        {
            Add("at risk", new { key, row, customer });
        }

        Add("search", (await store.Read.SearchAsync("c-", 1000, None)).Select(f => new { f.Key, f.Name }));
        foreach (var set in await store.Definitions.ListAsync(100, None))
        {
            Add("definitions", await store.Definitions.GetAsync(set.Version, None));
        }

        Add("drafts", await store.Life.DraftsAsync(None));
        Add("accounts", await store.Accounts.ListAsync(None));
        Add("backtest", await store.Backtests.GetAsync("01", None));
        var voice = store.Services.GetRequiredService<IVoiceStore>();
        Add("remarks", (await voice.ListAsync(new RemarkQuery { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch.AddYears(100) }, RemarkOrder.Newest, null, 500, None)).Items);
        Add("corrections", (await voice.CorrectionsAsync(null, 500, None)).Items);
        Add("codes", (await store.Codes.CodesAsync("spring", null, 100, null, None)).Items);
        Add("schedules", await store.Schedules.MarksAsync(None));
        Add("endpoints", await store.Services.GetRequiredService<IWebhookEndpoints>().ListAsync(None));
        var deliveries = store.Services.GetRequiredService<IDeliveries>();
        foreach (var delivery in (await deliveries.ListAsync(new DeliveryQuery(), None)).Items)
        {
            Add("delivery", delivery);
            Add("message", await deliveries.MessageAsync(delivery.Action, None));
            Add("steps", await deliveries.StepsAsync(delivery.Action, None));
            Add("in-app", await store.Services.GetRequiredService<IInAppInbox>().ListAsync(delivery.Key, 0, DateTimeOffset.UnixEpoch, None));
        }

        Add("in-app keys", await store.Services.GetRequiredService<IInAppKeys>().ListAsync(None));
        var images = store.Services.GetRequiredService<IImageStore>();
        foreach (var image in (await images.ListAsync(null, IImageStore.ImagesMax, None)).Items)
        {
            Add("image", image);
            Add("bytes", await images.ReadAsync(image.Id, None));
        }

        Add("connections", await store.Services.GetRequiredService<IConnectionStates>().ListAsync(None));
        var imports = store.Services.GetRequiredService<IFileImports>();
        Add("import", await imports.GetAsync("i-1", None));
        Add("import's file", (await imports.PartAsync("i-1", 0, None))?.ToArray());
        Add("return mailboxes", await store.Services.GetRequiredService<IReturnMailboxes>().ListAsync(None));
        Add("source pulls", await store.Services.GetRequiredService<ISourcePulls>().ListAsync(None));
        var waiting = store.Services.GetRequiredService<IWaitingDeliveries>();
        Add("waiting deliveries", await waiting.CountsAsync(None));
        foreach (var number in (long[])[1, 2])
        {
            var delivery = await waiting.GetAsync("surveys", number, None);
            Add("waiting delivery", delivery is null ? null : delivery with { Body = default });
            Add("waiting delivery's body", delivery?.Body.ToArray());
        }

        Add("secrets", await store.Services.GetRequiredService<IConnectionSecrets>().ListAsync(None));
        Add("recipients", await store.Recipients.ListAsync(None));
        Add("apiKeys", await store.ApiKeys.ListAsync(None));
        Add("keys", await store.Keys.AllAsync(None));
        Add("audit", await store.Audit.ListAsync(new AuditQuery { Limit = 500 }, None));
        Add("hours", await store.Figures.HoursAsync(DateTimeOffset.UnixEpoch, null, None));
        Add("sending", await store.Sending.GetAsync(None));
        Add("policies", await store.Guards.PoliciesAsync(None));
        Add("suppression", await store.Guards.SuppressionAsync(Some.Key("c-99"), None));
        Add("used", await store.Customers.LoadUsedAsync(["budget:2026-03-03:gone"], None));
        var status = await store.Read.StatusAsync(None);
        Add("status", new { status.Customers, status.AtRisk, status.DeadLetters, status.DeadActions, status.ActionsWaiting, status.ActionsSending, status.TimersArmed, status.NextTimerAt });
        return lines;

        void Add(string what, object? value) => lines.Add($"{what}: {JsonSerializer.Serialize(value)}");
    }
}
