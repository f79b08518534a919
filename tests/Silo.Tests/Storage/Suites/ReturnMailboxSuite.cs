using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>How far mailboxes of connections are read, and by whom.</summary>
public abstract class ReturnMailboxSuite : StoreSuite
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly ReturnCursor Cursor = new("mail.example.com:993 shop INBOX", uint.MaxValue, 42);

    private IReturnMailboxes Mailboxes => Store.Services.GetRequiredService<IReturnMailboxes>();

    private Task<ReturnMailbox?> LeaseAsync(string reader = "one", string connection = "mail") => Mailboxes.LeaseAsync(connection, reader, Lease, Every, None);

    private async Task<ReturnMailbox> MailboxAsync() => Assert.Single(await Mailboxes.ListAsync(None));

    [Fact]
    public async Task Lease_NeverRead_IsTakenByOneReader()
    {
        var first = await LeaseAsync();

        Assert.NotNull(first);
        Assert.Equal(("mail", null, null, ReturnCounts.None), (first.Connection, first.Cursor, first.ReadAt, first.Found));
        Assert.Null(await LeaseAsync("two"));
        Assert.NotNull(await LeaseAsync("two", "other"));
        Assert.NotNull(await LeaseAsync());
    }

    [Fact]
    public async Task Lease_ReaderGone_IsTakenOverAsItEnds()
    {
        await LeaseAsync();
        Store.Clock.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Null(await LeaseAsync("two"));
        Store.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(await LeaseAsync("two"));
        Assert.False(await Mailboxes.AdvanceAsync("mail", "one", Cursor, new ReturnCounts { Bounces = 1 }, Lease, None));
        await Mailboxes.EndAsync("mail", "one", "too late", None);
        Assert.Equal((null, null, ReturnCounts.None), ((await MailboxAsync()).Cursor, (await MailboxAsync()).LastError, (await MailboxAsync()).Found));
    }

    [Fact]
    public async Task Advance_WithFindings_KeepsTheCursorAndAddsThem()
    {
        await LeaseAsync();
        var found = new ReturnCounts { Bounces = 1, Complaints = 2, Replies = 3, Delivered = 4, Automatic = 5, Foreign = 6, NotUnderstood = 7, Unreadable = 8 };
        Assert.True(await Mailboxes.AdvanceAsync("mail", "one", Cursor with { LastUid = 7 }, found, Lease, None));
        Store.Clock.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.True(await Mailboxes.AdvanceAsync("mail", "one", Cursor, found, Lease, None));
        Store.Clock.Advance(Lease - TimeSpan.FromSeconds(1));

        Assert.Null(await LeaseAsync("two"));
        Assert.Equal((Cursor, found.Plus(found)), ((await MailboxAsync()).Cursor, (await MailboxAsync()).Found));
    }

    [Fact]
    public async Task End_Read_IsDueAgainAfterTheInterval()
    {
        await LeaseAsync();
        await Mailboxes.EndAsync("mail", "one", null, None);
        var read = Store.Clock.GetUtcNow();

        Store.Clock.Advance(Every - TimeSpan.FromSeconds(1));
        Assert.Null(await LeaseAsync());
        Store.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((read, null), await LeaseAsync("two") is { } due ? (due.ReadAt, due.FailingSince) : default);
    }

    [Fact]
    public async Task End_FailingAgain_KeepsWhenItBeganAndEndsWithAReading()
    {
        await LeaseAsync();
        await Mailboxes.EndAsync("mail", "one", null, None);
        var read = Store.Clock.GetUtcNow();
        DateTimeOffset? began = null;
        foreach (var problem in (string[])["no host", "no login"])
        {
            Store.Clock.Advance(Every);
            await LeaseAsync();
            began ??= Store.Clock.GetUtcNow();
            await Mailboxes.EndAsync("mail", "one", problem, None);
        }

        Assert.Equal((read, began, "no login"), await MailboxAsync() is var failing ? (failing.ReadAt, failing.FailingSince, failing.LastError) : default);
        Store.Clock.Advance(Every);
        await LeaseAsync();
        await Mailboxes.EndAsync("mail", "one", null, None);
        Assert.Equal((Store.Clock.GetUtcNow(), null, null), await MailboxAsync() is var works ? (works.ReadAt, works.FailingSince, works.LastError) : default);
    }
}
