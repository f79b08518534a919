using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>The outbox: who may send what, and what came of it.</summary>
public abstract class OutboxSuite : StoreSuite
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private async Task<IReadOnlyList<string>> LeaseAsync(string owner, TimeSpan later = default, int limit = 100) =>
        [.. (await Store.Outbox.LeaseAsync(owner, Store.Clock.GetUtcNow() + later, Lease, limit, None)).Select(i => i.Action.Id)];

    private Task CompleteAsync(string owner, string action, ActionStatus status, DateTimeOffset? nextAttemptAt = null, string? error = null, bool postponed = false) =>
        Store.Outbox.CompleteAsync(
            owner,
            [new DeliveryOutcome { Action = action, Status = status, At = Make.Start.AddHours(1), NextAttemptAt = nextAttemptAt, Error = error, Postponed = postponed }],
            None);

    [Fact]
    public async Task Waiting_InTheOrderDecidedThenId()
    {
        await Store.DecideAsync(Some.Action("z", "c-1"), Some.Action("b", "c-1", decidedAt: Make.Day(1)));
        await Store.DecideAsync(Some.Action("y", "c-2", decidedAt: Make.Day(2)), Some.Action("a", "c-2", decidedAt: Make.Day(1)));

        var waiting = await Store.Outbox.WaitingAsync(Share.Whole, Make.Start, 10, None);

        Assert.Equal(["z", "a", "b", "y"], waiting.Select(w => w.Action));
        Assert.Equal(Some.Key("c-2"), waiting[1].Key);
        Assert.Equal(["z", "a"], (await Store.Outbox.WaitingAsync(Share.Whole, Make.Start, 2, None)).Select(w => w.Action));
    }

    [Fact]
    public async Task Waiting_Shares_GiveEachCustomerToOne()
    {
        var customers = Enumerable.Range(0, 40).Select(i => $"c-{i}").ToList();
        foreach (var customer in customers)
        {
            await Store.DecideAsync(Some.Action($"1-{customer}", customer), Some.Action($"2-{customer}", customer));
        }

        var shares = new List<string[]>();
        for (var i = 0; i < 3; i++)
        {
            var waiting = await Store.Outbox.WaitingAsync(new Share(i, 3), Make.Start, 100, None);
            Assert.All(waiting.GroupBy(w => w.Key), actions => Assert.Equal(2, actions.Count()));
            shares.Add([.. waiting.Select(w => w.Key.Customer.Value).Distinct()]);
        }

        Assert.All(shares, Assert.NotEmpty);
        Assert.Equal(customers.Order(), shares.SelectMany(s => s).Order());
    }

    [Fact]
    public async Task Waiting_HeldAction_ComesAgainAtItsTime()
    {
        await Store.DecideAsync(Some.Action("a-1"));
        await Store.AnswerAsync("c-1", Some.Answer("a-1", AdmissionResult.Held, HoldReason.KillSwitch, Make.Day(1)));

        Assert.Empty(await Store.Outbox.WaitingAsync(Share.Whole, Make.Day(1).AddMilliseconds(-1), 10, None));
        Assert.Single(await Store.Outbox.WaitingAsync(Share.Whole, Make.Day(1), 10, None));
    }

    [Fact]
    public async Task Lease_OnlyAdmittedOnes()
    {
        await Store.DecideAsync(Some.Action("decided"), Some.Action("held"), Some.Action("refused"), Some.Action("admitted"));
        await Store.AnswerAsync(
            "c-1", Some.Answer("held", AdmissionResult.Held, nextAt: Make.Start), Some.Answer("refused", AdmissionResult.Refused), Some.Answer("admitted"));

        Assert.Equal(["admitted"], await LeaseAsync("me"));
    }

    [Fact]
    public async Task Lease_Taken_IsNobodyElsesUntilItEnds()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        Assert.Single(await LeaseAsync("me"));

        Assert.Empty(await LeaseAsync("other"));
        Assert.Empty(await LeaseAsync("me"));
        Assert.Empty(await LeaseAsync("other", Lease - TimeSpan.FromMilliseconds(1)));
        Assert.Single(await LeaseAsync("other", Lease));
    }

    [Fact]
    public async Task Lease_ManyAtOnce_EachActionGoesToOne()
    {
        await Store.AdmitAsync([.. Enumerable.Range(0, 50).Select(i => Some.Action($"a-{i}"))]);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => LeaseAsync($"owner-{i}", limit: 20)));

        Assert.Equal(taken.Sum(t => t.Count), taken.SelectMany(t => t).Distinct().Count());
        Assert.All(taken, t => Assert.True(t.Count <= 20));
    }

    [Fact]
    public async Task Complete_Delivered_IsNotSentAgain()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await LeaseAsync("me");
        await CompleteAsync("me", "a-1", ActionStatus.Delivered);

        var item = await Store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Delivered, 1, Make.Start.AddHours(1)), (item.Status, item.Attempts, item.StatusAt));
        Assert.Empty(await LeaseAsync("me", TimeSpan.FromDays(9)));
    }

    [Fact]
    public async Task Complete_TryAgain_WaitsForItsTimeAndCounts()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await LeaseAsync("me");
        await CompleteAsync("me", "a-1", ActionStatus.Admitted, Store.Clock.GetUtcNow().AddSeconds(2), "503 busy");

        var item = await Store.ActionAsync("a-1");
        Assert.Equal((1, "503 busy", Make.Start.AddMinutes(1)), (item.Attempts, item.LastError, item.StatusAt));
        Assert.Empty(await LeaseAsync("other", TimeSpan.FromSeconds(1.9)));
        Assert.Single(await LeaseAsync("other", TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task Complete_Postponed_CountsNoAttempt()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await LeaseAsync("me");
        await CompleteAsync("me", "a-1", ActionStatus.Admitted, Store.Clock.GetUtcNow(), postponed: true);

        Assert.Equal(0, (await Store.ActionAsync("a-1")).Attempts);
    }

    [Fact]
    public async Task Complete_LeaseWentToAnother_IsPassedOver()
    {
        await Store.AdmitAsync(Some.Action("a-1", kind: ActionKind.Callback));
        await LeaseAsync("slow");
        await LeaseAsync("fast", Lease);
        await Store.Outbox.CompleteAsync("slow", [Some.Delivered("a-1", Some.Case())], None);

        Assert.Equal(ActionStatus.Admitted, (await Store.ActionAsync("a-1")).Status);
        Assert.Null(await Store.Cases.GetAsync("a-1", None));
    }

    [Fact]
    public async Task Complete_DeliveredWithACase_OpensItOnce()
    {
        await Store.AdmitAsync(Some.Action("a-1", kind: ActionKind.Callback));
        await LeaseAsync("me");
        await Store.Outbox.CompleteAsync("me", [Some.Delivered("a-1", Some.Case())], None);
        await Store.Outbox.CompleteAsync("me", [Some.Delivered("a-1", Some.Case(queue: "second"))], None);

        var opened = await Store.Cases.GetAsync("a-1", None);
        Assert.Equal(("retention", CaseStatus.Open, 1L), (opened!.Queue, opened.Status, opened.Version));
        Assert.Single((await Store.Cases.ListAsync(new CaseQuery(), None)).Items);
    }

    [Fact]
    public async Task Retry_DeadAction_IsSentAgainWithTheSameId()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await LeaseAsync("me");
        await CompleteAsync("me", "a-1", ActionStatus.Dead, error: "410 gone");
        Assert.Empty(await LeaseAsync("me", TimeSpan.FromDays(9)));
        Store.JourneyClock.Advance(TimeSpan.FromDays(1));

        Assert.True(await Store.Outbox.RetryAsync("a-1", None));

        var item = await Store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Admitted, 0, Make.Day(1)), (item.Status, item.Attempts, item.StatusAt));
        Assert.Equal(["a-1"], await LeaseAsync("me"));
    }

    [Fact]
    public async Task UnannouncedFailures_DeadMessagesAndOffers_UntilTheyAreAnnounced()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await Store.AdmitAsync(Some.Action("a-2", kind: ActionKind.Offer));
        await Store.AdmitAsync(Some.Action("a-3", kind: ActionKind.Webhook));
        await Store.AdmitAsync(Some.Action("a-4", kind: ActionKind.Callback));
        await Store.AdmitAsync(Some.Action("a-5"));
        await Store.AdmitAsync(Some.Action("a-6"));
        await LeaseAsync("me");
        Assert.Empty(await Store.Outbox.UnannouncedFailuresAsync(10, None));
        foreach (var action in (string[])["a-1", "a-2", "a-3", "a-4"])
        {
            await CompleteAsync("me", action, ActionStatus.Dead, error: "550 no such mailbox");
        }

        await CompleteAsync("me", "a-5", ActionStatus.Delivered);
        await CompleteAsync("me", "a-6", ActionStatus.Admitted, Store.Clock.GetUtcNow());
        await CompleteAsync("another", "a-6", ActionStatus.Dead);

        var failures = await Store.Outbox.UnannouncedFailuresAsync(10, None);
        Assert.Equal(["a-1", "a-2"], failures.Select(f => f.Action.Id));
        Assert.Equal(("550 no such mailbox", Make.Start.AddHours(1)), (failures[0].LastError, failures[0].StatusAt));
        Assert.Equal(["a-1"], (await Store.Outbox.UnannouncedFailuresAsync(1, None)).Select(f => f.Action.Id));

        await Store.Outbox.FailuresAnnouncedAsync(["a-1"], None);
        Assert.Equal(["a-2"], (await Store.Outbox.UnannouncedFailuresAsync(10, None)).Select(f => f.Action.Id));
        Assert.True(await Store.Outbox.RetryAsync("a-2", None));
        Assert.Empty(await Store.Outbox.UnannouncedFailuresAsync(10, None));
    }

    [Fact]
    public async Task Retry_NotDead_IsRefused()
    {
        await Store.AdmitAsync(Some.Action("a-1"));

        Assert.False(await Store.Outbox.RetryAsync("a-1", None));
        Assert.False(await Store.Outbox.RetryAsync("unknown", None));
        await LeaseAsync("me");
        await CompleteAsync("me", "a-1", ActionStatus.Delivered);
        Assert.False(await Store.Outbox.RetryAsync("a-1", None));
    }

    [Fact]
    public async Task Lease_SendingStopped_GivesNothingUntilItIsOnAgain()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await Store.Sending.SetAsync(stopped: true, "Ann", None);
        Assert.Empty(await LeaseAsync("me"));

        await Store.Sending.SetAsync(stopped: false, "Ann", None);
        Assert.Single(await LeaseAsync("me"));
    }

    [Fact]
    public async Task Set_Switch_SaysWhoAndWhenAndTheVersionGrows()
    {
        var before = await Store.Sending.GetAsync(None);
        var stopped = await Store.Sending.SetAsync(stopped: true, "Ann", None);
        Store.Clock.Advance(TimeSpan.FromHours(1));
        var again = await Store.Sending.SetAsync(stopped: true, "Bob", None);

        Assert.False(before.Stopped);
        Assert.Equal((true, "Ann", Make.Start.AddYears(1)), (stopped.Stopped, stopped.ChangedBy, stopped.ChangedAt!.Value));
        Assert.True(stopped.Version > before.Version);
        Assert.Equal(stopped, again);
    }
}
