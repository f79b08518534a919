using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Cases: each change a compare-and-set on the case's own row.</summary>
public abstract class CaseStoreSuite : StoreSuite
{
    [Fact]
    public async Task Open_Case_HoldsWhatTheActionSaid()
    {
        await Store.OpenCaseAsync("k-1", Some.Case(priority: CasePriority.High));

        var found = await Store.Cases.GetAsync("k-1", None);
        Assert.Equal(
            (Some.Key(), "retention", CasePriority.High, "Call about the order", "late", "order", "4711", CaseStatus.Open, Make.Day(1)),
            (found!.Key, found.Queue, found.Priority, found.Reason, found.Policy, found.Journey, found.Correlation, found.Status, found.DueAt));
    }

    [Fact]
    public async Task Claim_ByTwoAtOnce_OneGetsIt()
    {
        await Store.OpenCaseAsync("k-1");

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Store.Cases.ClaimAsync("k-1", $"operator-{i}", None)));

        var winner = Assert.Single(results, r => r.Result == CaseChangeResult.Done).Case!;
        Assert.Equal((CaseStatus.Claimed, 2L, Make.Start), (winner.Status, winner.Version, winner.ClaimedAt!.Value));
        Assert.All(results.Where(r => r.Result != CaseChangeResult.Done), r => Assert.Equal((CaseChangeResult.ClaimedByOther, winner.ClaimedBy), (r.Result, r.Case!.ClaimedBy)));
    }

    [Fact]
    public async Task Claim_OnesOwn_IsDoneAndChangesNothing()
    {
        await Store.OpenCaseAsync("k-1");
        await Store.Cases.ClaimAsync("k-1", "Ann", None);

        var (result, found) = await Store.Cases.ClaimAsync("k-1", "Ann", None);

        Assert.Equal((CaseChangeResult.Done, 2L), (result, found!.Version));
    }

    [Fact]
    public async Task Change_UnknownCase_IsNotFound()
    {
        Assert.Equal(CaseChangeResult.NotFound, (await Store.Cases.ClaimAsync("k-9", "Ann", None)).Result);
        Assert.Equal(CaseChangeResult.NotFound, (await Store.Cases.ReleaseAsync("k-9", "Ann", None)).Result);
        Assert.Equal(CaseChangeResult.NotFound, (await Store.Cases.CompleteAsync("k-9", "Ann", "resolved", null, None)).Result);
        Assert.Equal(CaseChangeResult.NotFound, (await Store.Cases.ReopenAsync("k-9", "Ann", None)).Result);
    }

    [Fact]
    public async Task Release_ByItsOwnerOnly_LetsOthersClaim()
    {
        await Store.OpenCaseAsync("k-1");
        Assert.Equal(CaseChangeResult.NotClaimed, (await Store.Cases.ReleaseAsync("k-1", "Ann", None)).Result);
        await Store.Cases.ClaimAsync("k-1", "Ann", None);
        Assert.Equal(CaseChangeResult.ClaimedByOther, (await Store.Cases.ReleaseAsync("k-1", "Bob", None)).Result);

        var (result, released) = await Store.Cases.ReleaseAsync("k-1", "Ann", None);

        Assert.Equal(CaseChangeResult.Done, result);
        Assert.Equal((CaseStatus.Open, null, null), (released!.Status, released.ClaimedBy, released.ClaimedAt));
        Assert.Equal(CaseChangeResult.Done, (await Store.Cases.ClaimAsync("k-1", "Bob", None)).Result);
    }

    [Fact]
    public async Task Complete_ByItsOwnerOnly_Once()
    {
        await Store.OpenCaseAsync("k-1");
        Assert.Equal(CaseChangeResult.NotClaimed, (await Store.Cases.CompleteAsync("k-1", "Ann", "resolved", null, None)).Result);
        await Store.Cases.ClaimAsync("k-1", "Ann", None);
        Assert.Equal(CaseChangeResult.ClaimedByOther, (await Store.Cases.CompleteAsync("k-1", "Bob", "resolved", null, None)).Result);

        var (result, done) = await Store.Cases.CompleteAsync("k-1", "Ann", "resolved", "all well", None);

        Assert.Equal(CaseChangeResult.Done, result);
        Assert.Equal((CaseStatus.Completed, "resolved", "all well", Make.Start), (done!.Status, done.Disposition, done.Note, done.CompletedAt!.Value));
        Assert.Equal(CaseChangeResult.Completed, (await Store.Cases.CompleteAsync("k-1", "Ann", "unresolved", null, None)).Result);
        Assert.Equal(CaseChangeResult.Completed, (await Store.Cases.ClaimAsync("k-1", "Bob", None)).Result);
        Assert.Equal("resolved", (await Store.Cases.GetAsync("k-1", None))!.Disposition);
    }

    [Fact]
    public async Task Unannounced_Completed_ComesWhenTheUndoTimeIsOverUntilAnnounced()
    {
        await CompleteAsync("k-1");
        Assert.Empty(await Store.Cases.UnannouncedAsync(10, None));
        Store.Clock.Advance(ICaseStore.UndoWithin);

        Assert.Equal("k-1", Assert.Single(await Store.Cases.UnannouncedAsync(10, None)).Id);

        await Store.Cases.AnnouncedAsync(["k-1"], None);
        Assert.Empty(await Store.Cases.UnannouncedAsync(10, None));
    }

    [Fact]
    public async Task Reopen_WithinTheUndoTime_TakesTheCompletionBack()
    {
        await CompleteAsync("k-1");
        Assert.Equal(CaseChangeResult.Completed, (await Store.Cases.ReopenAsync("k-1", "Bob", None)).Result);

        var (result, again) = await Store.Cases.ReopenAsync("k-1", "Ann", None);

        Assert.Equal(CaseChangeResult.Done, result);
        Assert.Equal((CaseStatus.Claimed, "Ann", null, null, null), (again!.Status, again.ClaimedBy, again.Disposition, again.Note, again.CompletedAt));
        Store.Clock.Advance(ICaseStore.UndoWithin);
        Assert.Empty(await Store.Cases.UnannouncedAsync(10, None));
    }

    [Fact]
    public async Task Reopen_UndoTimeOver_StaysCompleted()
    {
        await CompleteAsync("k-1");
        Store.Clock.Advance(ICaseStore.UndoWithin);

        Assert.Equal(CaseChangeResult.Completed, (await Store.Cases.ReopenAsync("k-1", "Ann", None)).Result);
        Assert.Equal(CaseStatus.Completed, (await Store.Cases.GetAsync("k-1", None))!.Status);
    }

    [Fact]
    public async Task Reopen_NotCompleted_SaysWhoseItIs()
    {
        await Store.OpenCaseAsync("k-1");
        Assert.Equal(CaseChangeResult.NotClaimed, (await Store.Cases.ReopenAsync("k-1", "Ann", None)).Result);
        await Store.Cases.ClaimAsync("k-1", "Ann", None);
        Assert.Equal(CaseChangeResult.Done, (await Store.Cases.ReopenAsync("k-1", "Ann", None)).Result);
        Assert.Equal(CaseChangeResult.ClaimedByOther, (await Store.Cases.ReopenAsync("k-1", "Bob", None)).Result);
    }

    [Fact]
    public async Task List_OpenOnesByUrgency_ThenCompletedNewestFirst()
    {
        await Store.OpenCaseAsync("low", Some.Case(priority: CasePriority.Low, dueAt: Make.Day(1)));
        await Store.OpenCaseAsync("late", Some.Case(priority: CasePriority.High, dueAt: Make.Day(3)));
        await Store.OpenCaseAsync("soon", Some.Case(priority: CasePriority.High, dueAt: Make.Day(2)));
        await CompleteAsync("first", Some.Case(priority: CasePriority.High));
        Store.JourneyClock.Advance(TimeSpan.FromHours(1));
        await CompleteAsync("second", Some.Case(priority: CasePriority.Low));

        Assert.Equal(["soon", "late", "low", "second", "first"], await IdsAsync(new CaseQuery()));
        Assert.Equal(["soon", "late", "low"], await IdsAsync(new CaseQuery { Status = CaseStatus.Open }));
        Assert.Equal(["second", "first"], await IdsAsync(new CaseQuery { Status = CaseStatus.Completed }));
    }

    [Fact]
    public async Task List_PagesAndFilters()
    {
        foreach (var i in Enumerable.Range(0, 5))
        {
            await Store.OpenCaseAsync($"k-{i}", Some.Case($"c-{i % 2}", queue: i < 3 ? "retention" : "fulfilment", dueAt: Make.Day(i)));
        }

        await Store.Cases.ClaimAsync("k-1", "Ann", None);
        var first = await Store.Cases.ListAsync(new CaseQuery { Limit = 3 }, None);
        var second = await Store.Cases.ListAsync(new CaseQuery { Limit = 3, Cursor = first.Next }, None);

        Assert.Equal(["k-0", "k-1", "k-2", "k-3", "k-4"], first.Items.Concat(second.Items).Select(c => c.Id));
        Assert.Null(second.Next);
        Assert.Equal(["k-3", "k-4"], await IdsAsync(new CaseQuery { Queue = "fulfilment" }));
        Assert.Equal(["k-1", "k-3"], await IdsAsync(new CaseQuery { Customer = Some.Key("c-1") }));
        Assert.Equal(["k-1"], await IdsAsync(new CaseQuery { ClaimedBy = "Ann" }));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Cases.ListAsync(new CaseQuery { Cursor = "mine" }, None));
    }

    [Fact]
    public async Task Counts_OpenClaimedAndOverdue()
    {
        await Store.OpenCaseAsync("k-1", Some.Case(dueAt: Make.Day(1)));
        await Store.OpenCaseAsync("k-2", Some.Case(dueAt: Make.Day(3)));
        await Store.Cases.ClaimAsync("k-2", "Ann", None);
        await CompleteAsync("k-3");
        Store.JourneyClock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(new CaseCounts(Open: 1, Claimed: 1, Overdue: 1), await Store.Cases.CountsAsync(None));
    }

    private async Task CompleteAsync(string id, NewCase? opened = null)
    {
        await Store.OpenCaseAsync(id, opened);
        await Store.Cases.ClaimAsync(id, "Ann", None);
        await Store.Cases.CompleteAsync(id, "Ann", "resolved", "all well", None);
    }

    private async Task<IEnumerable<string>> IdsAsync(CaseQuery query) => (await Store.Cases.ListAsync(query, None)).Items.Select(c => c.Id);
}
