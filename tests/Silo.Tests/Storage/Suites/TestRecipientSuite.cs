using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Storage;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Customers that drafts may be sent to, and nobody else.</summary>
public abstract class TestRecipientSuite : StoreSuite
{
    private Task<TestRecipient> MarkAsync(string customer, string? account = null) =>
        Store.Recipients.MarkAsync(new TestRecipient { Key = Some.Key(customer), Account = account, MarkedBy = "mara" }, None);

    [Fact]
    public async Task Mark_Customer_IsListedUntilItIsTakenOff()
    {
        await MarkAsync("c-2", "mara");
        await MarkAsync("c-1", "mara");
        var again = await MarkAsync("c-1");

        Assert.Equal((null, Store.Clock.GetUtcNow()), (again.Account, again.MarkedAt));
        Assert.Equal([again, new TestRecipient { Key = Some.Key("c-2"), Account = "mara", MarkedBy = "mara", MarkedAt = Store.Clock.GetUtcNow() }], await Store.Recipients.ListAsync(None));
        Assert.True(await Store.Recipients.UnmarkAsync(Some.Key("c-1"), None));
        Assert.False(await Store.Recipients.UnmarkAsync(Some.Key("c-1"), None));
    }

    [Fact]
    public async Task Send_ToRecipients_IsReadyToBeSentOnce()
    {
        await MarkAsync("c-1");
        var action = Some.Action("t-1");

        Assert.Empty(await Store.Recipients.SendAsync([(Some.Key(), action)], None));
        Assert.Empty(await Store.Recipients.SendAsync([(Some.Key(), action)], None));

        var leased = Assert.Single(await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None));
        Assert.Equal(("t-1", ActionStatus.Admitted), (leased.Action.Id, leased.Status));
    }

    [Fact]
    public async Task Send_ToSomebodyElseAmongThem_SendsNothing()
    {
        await MarkAsync("c-1");

        var others = await Store.Recipients.SendAsync([(Some.Key("c-1"), Some.Action("t-1", "c-1")), (Some.Key("c-2"), Some.Action("t-2", "c-2"))], None);

        Assert.Equal([Some.Key("c-2")], others);
        Assert.Empty((await Store.Read.ActionsAsync(new ActionQuery { Limit = 10 }, None)).Items);
    }
}
