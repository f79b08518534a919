using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Customers that drafts may be sent to, and nobody else.</summary>
public abstract class TestRecipientSuite : StoreSuite
{
    private const int MarksMax = 3;
    private const int PerDayMax = 5;

    private Task<TestRecipient?> MarkAsync(string customer, string? account = null, string by = "mara") =>
        Store.Recipients.MarkAsync(new TestRecipient { Key = Some.Key(customer), Account = account, MarkedBy = by }, MarksMax, None);

    private async Task ConfirmedAsync(string customer)
    {
        await MarkAsync(customer);
        Assert.Equal(TestRecipientChange.Confirmed, await Store.Recipients.ConfirmAsync(Some.Key(customer), "ann", None));
    }

    private Task<TestSendResult> SendAsync(params (string Customer, string Action)[] actions) => Store.Recipients.SendAsync(Tests(actions), None);

    private static TestSend Tests(params (string Customer, string Action)[] actions) => new()
    {
        By = "mara",
        Actions = [.. actions.Select(a => (Some.Key(a.Customer), Some.Action(a.Action, a.Customer)))],
        PerDayMax = PerDayMax,
        At = Make.Start,
    };

    private Task<CommitResult> RecordAsync(long sequence, string source) => Store.Customers.CommitAsync(
        new CustomerCommit { Key = Some.Key(), ExpectedVersion = sequence - 1, State = Some.Utf8("s"), History = [Some.Entry(sequence, $"t-{sequence}", source: source)] }, None);

    private async Task<IEnumerable<string>> ListedAsync(ActionQuery query) => (await Store.Read.ActionsAsync(query, None)).Items.Select(i => i.Action.Id);

    [Fact]
    public async Task Mark_Customer_IsListedUntilItIsRemoved()
    {
        await MarkAsync("c-2", "mara");
        await MarkAsync("c-1", "mara");
        var again = await MarkAsync("c-1");

        Assert.Equal((null, Store.Clock.GetUtcNow()), (again!.Account, again.MarkedAt));
        Assert.Equal([again, new TestRecipient { Key = Some.Key("c-2"), Account = "mara", MarkedBy = "mara", MarkedAt = Store.Clock.GetUtcNow() }], await Store.Recipients.ListAsync(None));
        Assert.True(await Store.Recipients.UnmarkAsync(Some.Key("c-1"), None));
        Assert.False(await Store.Recipients.UnmarkAsync(Some.Key("c-1"), None));
    }

    [Fact]
    public async Task Mark_InTheSameWayAgain_StaysConfirmedAndInAnotherWayIsNot()
    {
        await ConfirmedAsync("c-1");

        Assert.Equal(("mara", "ann"), (await MarkAsync("c-1", by: "eve") is { } same ? (same.MarkedBy, same.ConfirmedBy!) : default));
        Assert.Equal(("eve", null), (await MarkAsync("c-1", "eve", "eve") is { } other ? (other.MarkedBy, other.ConfirmedBy) : default));
    }

    [Fact]
    public async Task Mark_MoreThanAnAccountMay_IsRefusedUntilOneIsRemoved()
    {
        foreach (var customer in new[] { "c-1", "c-2", "c-3" })
        {
            Assert.NotNull(await MarkAsync(customer));
        }

        Assert.Null(await MarkAsync("c-4"));
        Assert.NotNull(await MarkAsync("c-4", by: "eve"));
        Assert.NotNull(await MarkAsync("c-3", "mara"));
        await Store.Recipients.UnmarkAsync(Some.Key("c-1"), None);
        Assert.NotNull(await MarkAsync("c-5"));
    }

    [Fact]
    public async Task Mark_ManyAtOnce_AreNeverMoreThanAnAccountMay()
    {
        var marked = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => MarkAsync($"c-{i}")));
        Assert.Equal(MarksMax, marked.Count(m => m is not null));
        Assert.Equal(MarksMax, (await Store.Recipients.ListAsync(None)).Length);
    }

    [Fact]
    public async Task Confirm_ByWhoMarkedIt_IsRefused()
    {
        await MarkAsync("c-1", "mara");
        Assert.Equal(TestRecipientChange.OwnMark, await Store.Recipients.ConfirmAsync(Some.Key(), "mara", None));
        Assert.Equal(TestRecipientChange.NotMarked, await Store.Recipients.ConfirmAsync(Some.Key("c-2"), "ann", None));

        Assert.Equal(TestRecipientChange.Confirmed, await Store.Recipients.ConfirmAsync(Some.Key(), "ann", None));
        Assert.Equal(TestRecipientChange.Confirmed, await Store.Recipients.ConfirmAsync(Some.Key(), "eve", None));

        var confirmed = Assert.Single(await Store.Recipients.ListAsync(None));
        Assert.Equal(("ann", Store.Clock.GetUtcNow()), (confirmed.ConfirmedBy, confirmed.ConfirmedAt));
    }

    [Fact]
    public async Task Send_ToConfirmedRecipients_IsReadyToBeSent()
    {
        await ConfirmedAsync("c-1");

        var result = await SendAsync(("c-1", "t-1"));

        Assert.Equal((PerDayMax - 1, false), (result.Left, result.TooMany));
        var leased = Assert.Single(await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None));
        Assert.Equal(("t-1", ActionStatus.Admitted), (leased.Action.Id, leased.Status));
    }

    [Fact]
    public async Task Send_NotDelivered_IsNoFailureOfTheCustomer()
    {
        await ConfirmedAsync("c-1");
        await SendAsync(("c-1", "t-1"));
        await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None);
        await Store.Outbox.CompleteAsync("me", [new DeliveryOutcome { Action = "t-1", Status = ActionStatus.Dead, At = Make.Day(1) }], None);

        Assert.Equal(ActionStatus.Dead, (await Store.ActionAsync("t-1")).Status);
        Assert.Empty(await Store.Outbox.UnannouncedFailuresAsync(10, None));
    }

    [Fact]
    public async Task Send_ToSomebodyNotConfirmed_SendsNothing()
    {
        await ConfirmedAsync("c-1");
        await MarkAsync("c-2");

        var result = await SendAsync(("c-1", "t-1"), ("c-2", "t-2"), ("c-3", "t-3"));

        Assert.Equal([Some.Key("c-2"), Some.Key("c-3")], result.NotConfirmed);
        Assert.Empty(await ListedAsync(new ActionQuery { Tests = true }));
        Assert.Equal(0, await Store.Recipients.SentTodayAsync("mara", None));
    }

    [Fact]
    public async Task Send_MoreThanAnAccountMayInADay_SendsNothingUntilTheNext()
    {
        await ConfirmedAsync("c-1");
        Assert.Equal(1, (await SendAsync(("c-1", "t-1"), ("c-1", "t-2"), ("c-1", "t-3"), ("c-1", "t-4"))).Left);

        var refused = await SendAsync(("c-1", "t-5"), ("c-1", "t-6"));

        Assert.Equal((true, 1), (refused.TooMany, refused.Left));
        Assert.Equal(4, await Store.Recipients.SentTodayAsync("mara", None));
        Assert.Equal(PerDayMax - 1, (await Store.Recipients.SendAsync(Tests(("c-1", "t-7")) with { By = "eve" }, None)).Left);
        Store.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await Store.Recipients.SentTodayAsync("mara", None));
        Assert.Equal(PerDayMax - 2, (await SendAsync(("c-1", "t-5"), ("c-1", "t-6"))).Left);
    }

    [Fact]
    public async Task Send_ManyAtOnce_AreNeverMoreThanAnAccountMayInADay()
    {
        await ConfirmedAsync("c-1");
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => SendAsync(("c-1", $"t-{i}"))));
        Assert.Equal(PerDayMax, results.Count(r => !r.TooMany));
        Assert.Equal(PerDayMax, (await ListedAsync(new ActionQuery { Tests = true })).Count());
    }

    [Fact]
    public async Task Send_ToSomebodySuppressed_SendsNothingUnlessTheyExistOnlyForTests()
    {
        await ConfirmedAsync("c-1");
        await Store.Guards.SetSuppressionAsync(Some.Key(), Make.Day(1), "ops", null, null, None);

        Assert.Equal([Some.Key()], (await SendAsync(("c-1", "t-1"))).Suppressed);
        Assert.Empty((await Store.Recipients.SendAsync(Tests(("c-1", "t-2")) with { At = Make.Day(2) }, None)).Suppressed);
        Assert.Empty((await Store.Recipients.SendAsync(Tests(("c-1", "t-3")) with { OnlyForTests = [Some.Key()] }, None)).Suppressed);
        Assert.Equal(["t-3", "t-2"], await ListedAsync(new ActionQuery { Tests = true }));
    }

    [Fact]
    public async Task Send_Test_IsNoActionOfTheCustomer()
    {
        await ConfirmedAsync("c-1");
        await SendAsync(("c-1", "t-1"));
        await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None);
        await Store.Outbox.CompleteAsync("me", [new DeliveryOutcome { Action = "t-1", Status = ActionStatus.Dead, At = Make.Start, Error = "no" }], None);

        Assert.Empty(await ListedAsync(new ActionQuery { Customer = Some.Key() }));
        Assert.Empty(await ListedAsync(new ActionQuery { Status = ActionStatus.Dead }));
        Assert.Equal(0, (await Store.Read.StatusAsync(None)).DeadActions);
        Assert.Equal(["t-1"], await ListedAsync(new ActionQuery { Customer = Some.Key(), Status = ActionStatus.Dead, Tests = true }));
    }

    [Fact]
    public async Task IsOnlyForTests_UntilSomethingElseIsRecorded_Holds()
    {
        Assert.False(await Store.Recipients.IsOnlyForTestsAsync(Some.Key(), None));
        await RecordAsync(1, TestSends.Source);
        await RecordAsync(2, "cx.cases");
        Assert.True(await Store.Recipients.IsOnlyForTestsAsync(Some.Key(), None));
        await RecordAsync(3, "shop");
        Assert.False(await Store.Recipients.IsOnlyForTestsAsync(Some.Key(), None));
    }
}
