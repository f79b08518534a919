using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Messages in customers' apps, and the keys of those apps.</summary>
public abstract class InAppSuite : StoreSuite
{
    private IInAppInbox Inbox => Store.Services.GetRequiredService<IInAppInbox>();

    private IInAppKeys Keys => Store.Services.GetRequiredService<IInAppKeys>();

    private static InAppMessage Message(string id) => new() { Id = id, Title = "Sorry", Text = $"Text of {id}", Link = "https://shop.example/v", LinkText = "Use it", Image = "https://shop.example/i.png", SentAt = Make.Start, ExpiresAt = Make.Day(2) };

    private async Task PutAsync(string id, string customer)
    {
        await Store.AdmitAsync(Some.Action(id, customer));
        Assert.True(await Inbox.PutAsync(Message(id), None));
    }

    private async Task<string[]> IdsAsync(string customer, long after = 0, double day = 0) => [.. (await Inbox.ListAsync(Some.Key(customer), after, Make.Day(day), None)).Select(m => m.Message.Id)];

    [Fact]
    public async Task Put_Message_IsInItsCustomersInboxOnce()
    {
        await PutAsync("a-1", "ann");
        await PutAsync("b-1", "ben");
        Assert.True(await Inbox.PutAsync(Message("a-1") with { Text = "other" }, None));

        var stored = Assert.Single(await Inbox.ListAsync(Some.Key("ann"), 0, Make.Start, None));
        Assert.Equal((Message("a-1"), null, null), (stored.Message, stored.ReadAt, stored.ClickedAt));
        Assert.Equal(["b-1"], await IdsAsync("ben"));
    }

    [Fact]
    public async Task Put_UnknownAction_IsNotKept()
    {
        Assert.False(await Inbox.PutAsync(Message("gone"), None));
        Assert.Equal(0, (await Inbox.NewsAsync(null, 10, None)).Last);
    }

    [Fact]
    public async Task List_AfterANumber_GivesNewerOnesThatHaveNotExpired()
    {
        await PutAsync("a-1", "ann");
        var first = (await Inbox.ListAsync(Some.Key("ann"), 0, Make.Start, None))[0].Number;
        await PutAsync("a-2", "ann");
        await PutAsync("a-3", "ann");

        Assert.Equal(["a-3", "a-2", "a-1"], await IdsAsync("ann"));
        Assert.Equal(["a-3", "a-2"], await IdsAsync("ann", first));
        Assert.Empty(await IdsAsync("ann", day: 2));
    }

    [Fact]
    public async Task Put_MoreThanAreKept_RemovesTheOldestOfThatCustomer()
    {
        await PutAsync("b-1", "ben");
        for (var i = 1; i <= IInAppInbox.KeptMax + 2; i++)
        {
            await PutAsync($"a-{i}", "ann");
        }

        var ids = await IdsAsync("ann");
        Assert.Equal((IInAppInbox.KeptMax, $"a-{IInAppInbox.KeptMax + 2}", "a-3"), (ids.Length, ids[0], ids[^1]));
        Assert.Equal(["b-1"], await IdsAsync("ben"));
    }

    [Fact]
    public async Task Read_AndClick_CountTheFirstTimeAndForTheCustomerAlone()
    {
        await PutAsync("a-1", "ann");
        await PutAsync("a-2", "ann");

        Assert.Null(await Inbox.ReadAsync(Some.Key("ben"), "a-1", Make.Day(1), None));
        Assert.Null(await Inbox.ClickAsync(Some.Key("ann"), "x", Make.Day(1), None));
        await Inbox.ReadAsync(Some.Key("ann"), "a-1", Make.Day(1), None);
        var clicked = await Inbox.ClickAsync(Some.Key("ann"), "a-1", Make.Day(1.5), None);
        await Inbox.ClickAsync(Some.Key("ann"), "a-2", Make.Day(1), None);
        await Inbox.ReadAsync(Some.Key("ann"), "a-2", Make.Day(1.5), None);

        Assert.Equal((Make.Day(1), Make.Day(1.5)), (clicked!.ReadAt, clicked.ClickedAt));
        var second = (await Inbox.ListAsync(Some.Key("ann"), 0, Make.Start, None))[0];
        Assert.Equal((Make.Day(1), Make.Day(1)), (second.ReadAt, second.ClickedAt));
    }

    [Fact]
    public async Task News_FromANumberOn_NamesWhoGotMessages()
    {
        await PutAsync("a-1", "ann");
        var begin = await Inbox.NewsAsync(null, 10, None);
        await PutAsync("b-1", "ben");
        await PutAsync("b-2", "ben");
        await PutAsync("c-1", "cat");

        Assert.Empty(begin.Customers);
        var first = await Inbox.NewsAsync(begin.Last, 2, None);
        Assert.Equal([Some.Key("ben")], first.Customers);
        var second = await Inbox.NewsAsync(first.Last, 2, None);
        Assert.Equal([Some.Key("cat")], second.Customers);
        Assert.Equal((0, second.Last), ((await Inbox.NewsAsync(second.Last, 2, None)).Customers.Length, (await Inbox.NewsAsync(second.Last, 2, None)).Last));
    }

    [Fact]
    public async Task Keys_AddedAndRemoved_AreBoundedAndAudited()
    {
        for (var i = 1; i <= IInAppKeys.Max; i++)
        {
            Assert.True(await Keys.AddAsync(Key(i), Entry(AuditActions.InAppKeyAdded, i), None));
        }

        Assert.False(await Keys.AddAsync(Key(9), Entry(AuditActions.InAppKeyAdded, 9), None));
        Assert.True(await Keys.RemoveAsync("k1", Entry(AuditActions.InAppKeyRemoved, 1), None));
        Assert.False(await Keys.RemoveAsync("k1", Entry(AuditActions.InAppKeyRemoved, 1), None));
        Assert.False(await Keys.AddAsync(Key(9) with { Name = "app-2" }, Entry(AuditActions.InAppKeyAdded, 9), None));

        Assert.Equal(Key(2), (await Keys.ListAsync(None))[0]);
        Assert.Equal(IInAppKeys.Max + 1, (await Store.Audit.ListAsync(new AuditQuery { Kind = "inAppKey", Limit = 20 }, None)).Items.Length);
    }

    private static InAppKey Key(int i) => new() { Id = $"k{i}", Name = $"app-{i}", Secret = "sealed", CreatedBy = "ann", CreatedAt = Make.Start };

    private static AuditEntry Entry(string action, int i) => new() { By = "ann", Action = action, Kind = "inAppKey", Id = $"app-{i}" };
}
