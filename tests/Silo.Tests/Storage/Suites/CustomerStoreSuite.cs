using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Customers' rows: one version check each, all of a commit or nothing.</summary>
public abstract class CustomerStoreSuite : StoreSuite
{
    [Fact]
    public async Task Load_NeverStored_IsNull() => Assert.Null(await Store.Customers.LoadAsync(Some.Key(), None));

    [Fact]
    public async Task Commit_First_IsVersionOneWithStateAndPositions()
    {
        var result = await Store.CommitAsync("c-1", c => c with { Positions = [new LogPosition("log", 1, 42), new LogPosition("other", 2, 7)] });

        Assert.Equal(CommitResult.Committed, result);
        var row = await Store.Customers.LoadAsync(Some.Key(), None);
        Assert.Equal(1, row!.Version);
        Assert.Equal("state 0", Some.Text(row.State));
        Assert.Equal([new LogPosition("log", 1, 42), new LogPosition("other", 2, 7)], row.Positions);
        Assert.Null(row.AtRisk);
    }

    [Fact]
    public async Task Commit_Next_ReplacesTheRow()
    {
        await Store.CommitAsync("c-1");
        await Store.CommitAsync("c-1", c => c with { Positions = [new LogPosition("log", 1, 43)] });

        var row = await Store.Customers.LoadAsync(Some.Key(), None);
        Assert.Equal((2L, "state 1"), (row!.Version, Some.Text(row.State)));
        Assert.Equal(43, Assert.Single(row.Positions).Position);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Commit_OtherVersionThanExpected_ConflictsAndWritesNothing(long expected)
    {
        await Store.CommitAsync("c-1");
        await Store.CommitAsync("c-1");

        var result = await Store.Customers.CommitAsync(Everything("c-1") with { ExpectedVersion = expected }, None);

        Assert.Equal(CommitResult.Conflict, result);
        Assert.Equal("state 1", Some.Text((await Store.Customers.LoadAsync(Some.Key(), None))!.State));
        await NothingButTheRowAsync();
    }

    [Fact]
    public async Task Commit_VersionOfARowThatIsNotThere_Conflicts()
    {
        Assert.Equal(CommitResult.Conflict, await Store.Customers.CommitAsync(Everything("c-1") with { ExpectedVersion = 1 }, None));
        Assert.Null(await Store.Customers.LoadAsync(Some.Key(), None));
        await NothingButTheRowAsync();
    }

    [Fact]
    public async Task Commit_StaleOnesAmongMany_TheOthersGoThrough()
    {
        foreach (var i in Enumerable.Range(0, 40))
        {
            await Store.CommitAsync($"c-{i}");
        }

        // Every fourth expects a row that is not there any more.
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            Store.Customers.CommitAsync(Everything($"c-{i}", $"a-{i}") with { ExpectedVersion = i % 4 == 0 ? 0 : 1 }, None)));

        Assert.All(results.Index(), r => Assert.Equal(r.Index % 4 == 0 ? CommitResult.Conflict : CommitResult.Committed, r.Item));
        var rows = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Store.Customers.LoadAsync(Some.Key($"c-{i}"), None)));
        Assert.All(rows.Index(), r => Assert.Equal(r.Index % 4 == 0 ? 1 : 2, r.Item!.Version));
        Assert.Equal(30, (await Store.Outbox.WaitingAsync(Share.Whole, Make.Start, 100, None)).Length);
        Assert.Equal(30, (await Store.LedgerAsync()).Applied);
    }

    [Fact]
    public async Task Commit_ManyFromOneVersion_OneWins()
    {
        await Store.CommitAsync("c-1");
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Store.Customers.CommitAsync(Everything("c-1", $"a-{i}") with { ExpectedVersion = 1 }, None)));

        Assert.Single(results, CommitResult.Committed);
        Assert.Equal(19, results.Count(r => r == CommitResult.Conflict));
        Assert.Equal(1, (await Store.LedgerAsync()).Applied);
    }

    [Fact]
    public async Task Commit_Everything_ComesWhole()
    {
        Assert.Equal(CommitResult.Committed, await Store.Customers.CommitAsync(Everything("c-1"), None));

        Assert.Equal(2, (await Store.Read.HistoryAsync(Some.Key(), null, 10, None)).Length);
        Assert.Single((await Store.Read.DecisionsAsync(new DecisionQuery(), None)).Items);
        Assert.Equal("a-1", Assert.Single(await Store.Outbox.WaitingAsync(Share.Whole, Make.Start, 10, None)).Action);
        Assert.Equal(Make.Day(1), Assert.Single(await Store.Timers.DueAsync(Share.Whole, Make.Day(2), Store.Clock.GetUtcNow(), 10, None)).DueAt);
        Assert.Equal(72, Assert.Single(await Store.Read.AtRiskAsync(null, 10, None)).Row.Risk);
        Assert.Equal("Ann", Assert.Single(await Store.Read.SearchAsync("ann", 10, None)).Name);
        Assert.Equal("faulted", Assert.Single((await Store.DeadLetters.ListAsync(null, null, 10, None)).Items).Letter.Reason);
        var line = await Store.LedgerAsync();
        Assert.Equal((1L, 2L, 3L, 1L), (line.Applied, line.Duplicate, line.Rejected, line.Conflicting));
    }

    [Fact]
    public async Task Commit_RepeatedAfterAnUnknownOutcome_IsTakenOnce()
    {
        var commit = Everything("c-1");
        await Store.Customers.CommitAsync(commit, None);

        Assert.Equal(CommitResult.Conflict, await Store.Customers.CommitAsync(commit, None));
        Assert.Equal(1, (await Store.LedgerAsync()).Applied);
    }

    [Fact]
    public async Task Load_OtherCustomersAndTenants_AreApart()
    {
        await Store.CommitAsync("123");
        await Store.CommitAsync("0123", c => c with { State = Some.Utf8("another") });

        Assert.Equal("state 0", Some.Text((await Store.Customers.LoadAsync(Some.Key("123"), None))!.State));
        Assert.Equal("another", Some.Text((await Store.Customers.LoadAsync(Some.Key("0123"), None))!.State));
        Assert.Null(await Store.Customers.LoadAsync(new CustomerKey("other", new("123")), None));
    }

    /// <summary>A commit that touches every table.</summary>
    internal static CustomerCommit Everything(string customer, string action = "a-1") => new()
    {
        Key = Some.Key(customer),
        ExpectedVersion = 0,
        State = Some.Utf8("everything"),
        Positions = [new LogPosition("log", 1, 42)],
        History = [Some.Entry(11, "t-11", customer), Some.Entry(12, "t-12", customer)],
        Decisions = [new StoredDecision(12, 0, Some.Decision())],
        Actions = [Some.Action(action, customer)],
        NextDueAt = Make.Day(1),
        NextDueChanged = true,
        AtRisk = new AtRiskRow { Risk = 72 },
        AtRiskChanged = true,
        Name = "Ann",
        NameChanged = true,
        Ledger = [new LedgerCount { Source = "shop", Applied = 1, Duplicate = 2, Rejected = 3, Conflicting = 1 }],
        DeadLetters = [Some.Letter(42, reason: "faulted", log: $"log of {customer}")],
    };

    private async Task NothingButTheRowAsync()
    {
        Assert.Empty(await Store.Read.HistoryAsync(Some.Key(), null, 10, None));
        Assert.Empty((await Store.Read.DecisionsAsync(new DecisionQuery(), None)).Items);
        Assert.Empty(await Store.Outbox.WaitingAsync(Share.Whole, Make.Day(9), 10, None));
        Assert.Empty((await Store.Read.ActionsAsync(new ActionQuery(), None)).Items);
        Assert.Empty(await Store.Timers.DueAsync(Share.Whole, Make.Day(9), Store.Clock.GetUtcNow(), 10, None));
        Assert.Empty(await Store.Read.AtRiskAsync(null, 10, None));
        Assert.Empty(await Store.Read.SearchAsync("ann", 10, None));
        Assert.Empty((await Store.DeadLetters.ListAsync(null, null, 10, None)).Items);
        Assert.Empty((await Store.Read.LedgerAsync(None)).Sources);
    }
}
