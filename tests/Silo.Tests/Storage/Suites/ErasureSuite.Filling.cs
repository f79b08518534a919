using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Catalogue;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Erasure;
using CxOrchestrator.Storage.Schedules;
using CxOrchestrator.Storage.Voice;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

public abstract partial class ErasureSuite
{
    /// <summary>Something of a customer in every table that holds anything of customers.</summary>
    private async Task FillAsync(string customer, long letter)
    {
        var key = Some.Key(customer);
        await Store.Log.AppendAsync([Some.Item("in-log", customer)], None);
        await Store.Codes.AddAsync("pool", [$"code-{letter}", $"used-{letter}"], None);
        await Store.CommitAsync(customer, c => c with
        {
            State = Some.Utf8(customer),
            Positions = [new LogPosition("log", 1, 10)],
            History = [.. Enumerable.Range(1, 10).Select(i => Some.Entry(i, $"{customer}-{i}", customer) with { Input = Body(customer, i) })],
            Decisions = [.. Enumerable.Range(1, 4).Select(i => new StoredDecision(i, 0, Some.Decision() with { Because = customer }))],
            Actions = [.. Enumerable.Range(1, 4).Select(i => Some.Action($"{letter}-{i}", customer, content: ("text", customer)))],
            Redemptions = [new CodeRedemption($"used-{letter}", Make.Start)],
            NextDueAt = Make.Day(3),
            NextDueChanged = true,
            AtRisk = new AtRiskRow { Risk = 70 },
            AtRiskChanged = true,
            Name = customer,
            NameChanged = true,
            Consents = [Said(customer)],
            Remarks = [Remark(customer)],
            Identities = [Some.Seen("crm", customer), Some.Seen("phone", "+4930123456") with { Given = customer }],
            IdentitySharedMax = 5,
            Ledger = [new LedgerCount { Source = "shop", Applied = 10 }],
            DeadLetters = [Some.Letter(letter, body: customer) with { Customer = customer, Reason = "faulted" }],
        });
        await Store.DeadLetters.AddAsync(Some.Letter(letter + 1, body: $$"""{"customer":"{{customer}}", broken"""), None);
        await Store.DeadLetters.AddAsync(Some.Letter(letter + 2, body: $$"""{"customer":"{{customer}}", keyed by its order""") with { Customer = $"order-{letter}" }, None);
        await TakeCodeAsync(customer, letter);
        await Store.OpenCaseAsync($"{letter}-case", Some.Case(customer) with { Reason = customer });
        await Store.Cases.ClaimAsync($"{letter}-case", "eve", None);
        await Store.Cases.CompleteAsync($"{letter}-case", "eve", "resolved", customer, None);
        await Store.Guards.SetSuppressionAsync(key, Make.Day(9), "ops", customer, 0, None);
        await Store.Recipients.MarkAsync(new TestRecipient { Key = key, MarkedBy = "mara" }, 9, None);
        await Store.Recipients.ConfirmAsync(key, "ann", None);
        await Store.Recipients.SendAsync(new TestSend { By = "mara", Actions = [(key, Some.Action($"{letter}-test", customer))], PerDayMax = 9, At = Make.Day(30) }, None);
        await Store.Audit.AddAsync(new AuditEntry { By = "ops", Action = AuditActions.Suppressed, Kind = "customer", Id = customer, Detail = customer }, None);
        await Store.Audit.AddAsync(new AuditEntry { By = "eve", Action = AuditActions.CaseCompleted, Kind = "case", Id = $"{letter}-case", Detail = customer }, None);
        await Store.Audit.AddAsync(new AuditEntry { By = "mara", Action = AuditActions.TestSent, Kind = "policy", Id = "late", Detail = $"to x, {customer}" }, None);
        await AddReportAsync($"{letter:00}", customer);
        await DeliverAsync($"{letter}-mail", customer);
        await Store.Catalogue.AddAsync([Seen(customer)], None);
        await Store.Services.GetRequiredService<ISourceDeliveries>().AddAsync(
            [new SourceDeliveryRecord { Connection = "shop", At = Make.Start, Status = 200, Size = 9, Body = Some.Utf8($"{{\"id\":\"{customer}\"}}"), Result = "[]" }], [], None);
        await DeadLetterAsync(customer);
        await Store.Schedules.PutAsync(new ScheduleMark { Policy = $"weekly-{letter}", Segment = "all", DoneThrough = Make.Start, RunningDueAt = Make.Day(1), RunningAfter = key.ToString(), Members = 1 }, None);
        await Store.Services.GetRequiredService<IVoiceStore>().CorrectAsync(key, 1, new NewCorrection { Class = 0, Reasons = [customer], By = "eve", At = Make.Start }, None);
        await MergeAndUndoAsync(key, $"part-{letter}");
    }

    private async Task DeadLetterAsync(string customer)
    {
        var waiting = Store.Services.GetRequiredService<IWaitingDeliveries>();
        await waiting.AddAsync(
            new NewWaitingDelivery { Connection = "surveys", ReceivedAt = Make.Start, Method = "POST", Url = "https://cx.example.com/", Headers = "{}", Body = Some.Utf8($"{{\"id\":\"{customer}\"}}") }, None);
        foreach (var number in await waiting.DueOfAsync("surveys", 1, None))
        {
            await waiting.DeadLetterAsync(number, "It answered 400.", None);
        }
    }

    private async Task MergeAndUndoAsync(CustomerKey key, string part)
    {
        await Store.CommitAsync(part);
        var merges = Store.Services.GetRequiredService<ICustomerMergeStore>();
        var merge = new StoredMerge
        {
            Number = await merges.NextNumberAsync(None),
            From = Some.Key(part),
            Into = key,
            At = Make.Start,
            By = "ada",
            Exact = true,
            Reason = new MergeReason { Kind = MergeReason.ByHand, Text = key.Customer.Value },
        };
        foreach (var change in (MergeChange[])[MergeChange.Merged, MergeChange.Unmerged])
        {
            CustomerCommit Same(CustomerKey of, StoredCustomer row) => new() { Key = of, ExpectedVersion = row.Version, State = row.State, Positions = row.Positions };
            var (into, from) = ((await Store.Customers.LoadAsync(key, None))!, (await Store.Customers.LoadAsync(merge.From, None))!);
            await merges.WriteAsync(
                new MergeCommit { Change = change, Merge = merge with { UndoneAt = Make.Day(1), UndoneBy = "ada" }, Into = Same(key, into), From = Same(merge.From, from), IntoBefore = into.State }, None);
        }
    }

    private static byte[] Body(string customer, int i) => Some.Utf8(
        $$$"""{"id":"{{{customer}}}-{{{i}}}","source":"shop","type":"order.placed","customer":"{{{customer}}}","at":"2026-03-02T12:00:00Z","text":"{{{customer}}}","attributes":{"order":"{{{customer}}}-order"}}""");

    private async Task DeliverAsync(string action, string customer)
    {
        await Store.AdmitAsync(Some.Action(action, customer));
        await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1000, None);
        await Store.Outbox.CompleteAsync(
            "me",
            [
                Some.Delivered(action) with
                {
                    Delivery = new NewDelivery { Connection = "mail", Channel = "email", ProviderId = customer, Answer = customer, Message = new SentMessage { To = customer, Text = customer } },
                },
            ],
            None);
        await Store.Services.GetRequiredService<IInAppInbox>().PutAsync(
            new InAppMessage { Id = action, Title = customer, Text = customer, Link = customer, LinkText = customer, Image = customer, SentAt = Make.Start }, None);
        var deliveries = Store.Services.GetRequiredService<IDeliveries>();
        await deliveries.ReportAsync([new NewStep { Reporter = "mail", EventId = customer, Step = DeliveryStep.Replied, Action = action, At = Make.Start, Reason = customer, Text = customer }], None);
    }

    private static StoredConsent Said(string customer) => new()
    {
        Sequence = 1,
        At = Make.Start,
        ReceivedAt = Make.Start,
        Channel = "email",
        Purpose = "promotion",
        Agreed = true,
        Source = "shop",
        Id = $"{customer}-1",
        Type = "customer.updated",
        Reason = customer,
    };

    private static StoredRemark Remark(string customer) => new()
    {
        Sequence = 1,
        At = Make.Start,
        ReceivedAt = Make.Start,
        Source = "shop",
        Id = $"{customer}-1",
        Type = "review.submitted",
        Reasons = [customer],
        Excerpt = customer,
    };

    private static SeenType Seen(string customer) => new()
    {
        Type = "order.placed",
        Count = 1,
        FirstAt = Make.Start,
        LastAt = Make.Start,
        Hours = new Dictionary<DateTimeOffset, long>(),
        Detail = new SeenDetail
        {
            Looked = 1,
            Attributes = [new SeenField { Name = "order", Kind = "text", Seen = 1, Examples = [$"{customer}-order"], Unread = 1, UnreadAt = Make.Start, UnreadWhy = $"{customer}-order is no number" }],
        },
    };

    private async Task TakeCodeAsync(string customer, long letter)
    {
        await Store.DecideAsync(Some.Action($"{letter}-offer", customer, ActionKind.Offer));
        var (_, version) = await Store.Customers.LoadFactsAsync(Some.Key(customer), None);
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(customer, c => c with
        {
            Answers = [Some.Answer($"{letter}-offer")],
            FactsVersion = version,
            CodeTakes = [new CodeTake($"{letter}-offer", "pool", Make.Start)],
        }));
    }

    private async Task AddReportAsync(string id, string customer)
    {
        var backtest = new StoredRun { Id = id, Ended = true, View = "{}", SeenAt = Make.Start };
        await Store.Backtests.AddAsync(backtest, None);
        await Store.Backtests.UpdateAsync(backtest with { Report = $$"""{"customers":2,"samples":[{"customer":"{{customer}}","points":[]},{"customer":"somebody","points":[]}]}""" }, None);
    }

    private sealed class Step : IErasureStep
    {
        public bool Fails { get; set; }

        public CustomerKey? Ran { get; private set; }

        public Task RunAsync(RunningErasure erasure, CancellationToken cancellationToken)
        {
            Ran = erasure.Key;
            return Fails ? throw new IOException("The brokers are away.") : Task.CompletedTask;
        }
    }

    /// <summary>Its process dies after some of the touchpoints: nothing is written from then on.</summary>
    private sealed class DyingStore(IErasureStore store) : IErasureStore
    {
        public Task<Page<StoredErasure>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken) => store.ListAsync(cursor, limit, cancellationToken);

        public Task<StoredErasure?> GetAsync(long number, CancellationToken cancellationToken) => store.GetAsync(number, cancellationToken);

        public Task<StoredErasure?> FindAsync(CustomerKey key, CancellationToken cancellationToken) => store.FindAsync(key, cancellationToken);

        public Task<ImmutableHashSet<CustomerKey>> KeptOutAsync(IReadOnlyCollection<CustomerKey> keys, CancellationToken cancellationToken) => store.KeptOutAsync(keys, cancellationToken);

        public Task<ImmutableArray<RunningErasure>> RunningAsync(CancellationToken cancellationToken) => store.RunningAsync(cancellationToken);

        public Task<bool> LeaseAsync(long number, string runner, TimeSpan lease, CancellationToken cancellationToken) => store.LeaseAsync(number, runner, lease, cancellationToken);

        public async Task<int> RemoveAsync(CustomerKey key, ErasedPart part, int max, CancellationToken cancellationToken)
        {
            var removed = await store.RemoveAsync(key, part, max, cancellationToken);
            return part == ErasedPart.Touchpoints ? throw new InvalidOperationException("The process died.") : removed;
        }

        public Task NoteAsync(long number, IReadOnlyDictionary<string, long> removed, string? failure, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The process died.");

        public Task DoneAsync(long number, CancellationToken cancellationToken) => throw new InvalidOperationException("The process died.");
    }
}
