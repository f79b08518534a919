using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Tests.Storage.Suites;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>Connections that break and a database that goes away: nothing is lost, and nothing is written twice.</summary>
public sealed class FailureTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Commit_CutAfterTheServerCommitted_IsCommittedAndWrittenOnce()
    {
        var (store, proxy) = await BehindProxyAsync();
        await using var closingProxy = proxy;
        await using var closing = store;
        proxy.CutCommits(1);

        var result = await store.Customers.CommitAsync(CustomerStoreSuite.Everything("c-1"), None).WaitAsync(WatchedClock.Patience);

        Assert.Equal(1, proxy.Cut);
        Assert.Equal(CommitResult.Committed, result);
        await OnceAsync(store);
        proxy.CutCommits(1);
        Assert.Equal(CommitResult.Committed, await store.Customers.CommitAsync(new CustomerCommit { Key = Some.Key(), ExpectedVersion = 1, State = Some.Utf8("next") }, None).WaitAsync(WatchedClock.Patience));
        Assert.Equal((2, 2L), (proxy.Cut, (await store.Customers.LoadAsync(Some.Key(), None))!.Version));
    }

    [Fact]
    public async Task Commit_CutBeforeTheServerSawIt_IsWrittenByTheNextTry()
    {
        var (store, proxy) = await BehindProxyAsync();
        await using var closingProxy = proxy;
        await using var closing = store;
        proxy.CutCommits(3, beforeSending: true);

        var result = await store.Customers.CommitAsync(CustomerStoreSuite.Everything("c-1"), None).WaitAsync(WatchedClock.Patience);

        Assert.Equal((3, CommitResult.Committed), (proxy.Cut, result));
        await OnceAsync(store);
    }

    [Fact]
    public async Task Commit_CutWithAConflictAndAnAnswerInIt_EachKeepsItsResult()
    {
        var (store, proxy) = await BehindProxyAsync();
        await using var closingProxy = proxy;
        await using var closing = store;
        await store.CommitAsync("c-2");
        await store.DecideAsync(Some.Action("a-3", "c-3"));
        var (_, version) = await store.Customers.LoadFactsAsync(Some.Key("c-3"), None);
        proxy.CutCommits(1);

        var results = await Task.WhenAll(
            store.Customers.CommitAsync(CustomerStoreSuite.Everything("c-1"), None),
            store.Customers.CommitAsync(CustomerStoreSuite.Everything("c-2", "a-2"), None),
            store.Customers.CommitAsync(
                new CustomerCommit { Key = Some.Key("c-3"), ExpectedVersion = 1, State = Some.Utf8("answered"), FactsVersion = version, Answers = [Some.Answer("a-3")] }, None),
            store.DeadLetters.AddAsync(Some.Letter(7, source: "other"), None).ContinueWith(_ => CommitResult.Committed, TaskScheduler.Default)).WaitAsync(WatchedClock.Patience);

        Assert.Equal([CommitResult.Committed, CommitResult.Conflict, CommitResult.Committed, CommitResult.Committed], results);
        await OnceAsync(store);
        Assert.Equal(1, (await store.LedgerAsync("other")).Rejected);
        Assert.Equal(ActionStatus.Admitted, (await store.ActionAsync("a-3")).Status);
    }

    [Fact]
    public async Task Store_DatabaseCrashesUnderLoad_LosesNothingAndGoesOn()
    {
        if (Requires.Postgres() is { } reason)
        {
            Assert.Skip(reason);
        }

        await using var server = await PostgresServer.StartAsync(durable: true);
        await server.CreateDatabaseAsync("cx");
        await PostgresMigrations.RunAsync(server.ConnectionString("cx"));
        await using var store = new PostgresUnderTest(server.ConnectionString("cx"), ("RetryFor", "00:02:00")) { RealTime = true };
        const int Customers = 50;
        const int Rounds = 40;
        var halfway = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.WhenAll(Enumerable.Range(0, Customers).Select(async customer =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var commit = new CustomerCommit
                {
                    Key = Some.Key($"c-{customer}"),
                    ExpectedVersion = round,
                    State = Some.Utf8($"{customer}:{round}"),
                    History = [Some.Entry(round + 1, $"t-{round}", $"c-{customer}")],
                    Ledger = [new LedgerCount { Source = "shop", Applied = 1 }],
                };
                Assert.Equal(CommitResult.Committed, await store.Customers.CommitAsync(commit, None));
                if (round == Rounds / 2)
                {
                    halfway.TrySetResult();
                }
            }
        }));

        await halfway.Task.WaitAsync(WatchedClock.Patience);
        await server.StopAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => store.Read.LedgerAsync(None));
        await server.StartAgainAsync();
        await writing.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(Customers * Rounds, (await store.LedgerAsync()).Applied);
        foreach (var customer in Enumerable.Range(0, Customers))
        {
            Assert.Equal(Rounds, (await store.Customers.LoadAsync(Some.Key($"c-{customer}"), None))!.Version);
            Assert.Equal(
                Enumerable.Range(1, Rounds).Reverse().Select(i => (long)i),
                (await store.Read.HistoryAsync(Some.Key($"c-{customer}"), null, 1000, None)).Select(h => h.Sequence));
        }
    }

    [Fact]
    public async Task Commit_DatabaseAwayLongerThanItIsRetried_TellsTheCaller()
    {
        await using var store = new PostgresUnderTest("Host=127.0.0.1;Port=1;Username=cx;Database=cx", ("RetryFor", "00:00:00.200")) { RealTime = true };

        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => store.Customers.CommitAsync(CustomerStoreSuite.Everything("c-1"), None)).WaitAsync(WatchedClock.Patience);
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => store.Customers.LoadAsync(Some.Key(), None)).WaitAsync(WatchedClock.Patience);
    }

    private async Task<(PostgresUnderTest Store, CuttingProxy Proxy)> BehindProxyAsync()
    {
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync());
        var proxy = new CuttingProxy(connection.Port);
        connection.Port = proxy.Port;
        return (new PostgresUnderTest(connection.ConnectionString, ("WriterConnections", "1")) { RealTime = true }, proxy);
    }

    private static async Task OnceAsync(PostgresUnderTest store)
    {
        Assert.Equal(1, (await store.Customers.LoadAsync(Some.Key(), None))!.Version);
        Assert.Equal([12L, 11], (await store.Read.HistoryAsync(Some.Key(), null, 10, None)).Select(h => h.Sequence));
        Assert.Single((await store.Read.DecisionsAsync(new DecisionQuery { Customer = Some.Key() }, None)).Items);
        Assert.Equal("a-1", Assert.Single(await store.Outbox.WaitingAsync(Share.Whole, Make.Start, 10, None)).Action);
        var line = await store.LedgerAsync();
        Assert.Equal((1L, 2L, 3L, 1L), (line.Applied, line.Duplicate, line.Rejected, line.Conflicting));
    }
}
