using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>How far sources are asked, and by whom.</summary>
public abstract class SourcePullSuite : StoreSuite
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private ISourcePulls Pulls => Store.Services.GetRequiredService<ISourcePulls>();

    private Task<SourcePullState?> LeaseAsync(string reader = "one", string connection = "buzz") => Pulls.LeaseAsync(connection, reader, Lease, None);

    private async Task<SourcePullState> StateAsync() => Assert.Single(await Pulls.ListAsync(None));

    [Fact]
    public async Task Lease_NeverAsked_IsTakenByOneReader()
    {
        Assert.Equal(new SourcePullState { Connection = "buzz" }, await LeaseAsync());
        Assert.Null(await LeaseAsync("two"));
        Assert.NotNull(await LeaseAsync("two", "other"));
        Assert.NotNull(await LeaseAsync());
    }

    [Fact]
    public async Task Lease_ReaderGone_IsTakenOverWithItsCursorAsItEnds()
    {
        await LeaseAsync();
        Assert.True(await Pulls.AdvanceAsync("buzz", "one", "page 2", Lease, None));
        Store.Clock.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Null(await LeaseAsync("two"));
        Store.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("page 2", (await LeaseAsync("two"))!.Cursor);
        Assert.False(await Pulls.AdvanceAsync("buzz", "one", "page 3", Lease, None));
        await Pulls.EndAsync("buzz", "one", Store.Clock.GetUtcNow().AddHours(1), "late", None);
        Assert.Equal(("page 2", null, null), ((await StateAsync()).Cursor, (await StateAsync()).DueAt, (await StateAsync()).LastError));
    }

    [Fact]
    public async Task Answered_AfterAFailure_EndsItAndKeepsTheLease()
    {
        await LeaseAsync();
        await Pulls.EndAsync("buzz", "one", Store.Clock.GetUtcNow(), "down", None);
        await LeaseAsync();
        Store.Clock.Advance(Lease - TimeSpan.FromSeconds(1));

        Assert.True(await Pulls.AnsweredAsync("buzz", "one", "page 2", Lease, None));

        var state = await StateAsync();
        Assert.Equal(("page 2", null, null, Store.Clock.GetUtcNow()), (state.Cursor, state.FailingSince, state.LastError, state.ReadAt!.Value));
        Store.Clock.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Null(await LeaseAsync("two"));
        Assert.False(await Pulls.AnsweredAsync("buzz", "two", "page 3", Lease, None));
        Assert.Equal("page 2", (await StateAsync()).Cursor);
    }

    [Fact]
    public async Task End_ForLater_IsNotDueBefore()
    {
        await LeaseAsync();
        var due = Store.Clock.GetUtcNow().AddMinutes(10);
        await Pulls.EndAsync("buzz", "one", due, null, None);

        Assert.Equal(new SourcePullState { Connection = "buzz", DueAt = due, ReadAt = Store.Clock.GetUtcNow() }, await StateAsync());
        Assert.Null(await LeaseAsync("two"));
        Store.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull(await LeaseAsync("two"));
    }

    [Fact]
    public async Task End_WithAProblem_SaysSinceWhenUntilItWorks()
    {
        var began = Store.Clock.GetUtcNow();
        await LeaseAsync();
        await Pulls.EndAsync("buzz", "one", began, "down", None);
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        await LeaseAsync();
        await Pulls.EndAsync("buzz", "one", Store.Clock.GetUtcNow(), "still down", None);

        var failing = await StateAsync();
        Assert.Equal((began, "still down", null), (failing.FailingSince!.Value, failing.LastError, failing.ReadAt));

        await LeaseAsync();
        await Pulls.EndAsync("buzz", "one", Store.Clock.GetUtcNow(), null, None);
        var works = await StateAsync();
        Assert.Equal((null, null, Store.Clock.GetUtcNow()), (works.FailingSince, works.LastError, works.ReadAt!.Value));
    }
}
