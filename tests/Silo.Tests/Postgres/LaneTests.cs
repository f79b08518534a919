using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Tests.Storage.Suites;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;
using Npgsql;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>Many customers in one transaction: each with its own result, whatever becomes of the others.</summary>
public sealed class LaneTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private PostgresUnderTest _store = null!;

    public async ValueTask InitializeAsync() => _store = new PostgresUnderTest(await postgres.NewDatabaseAsync(), ("WriterConnections", "1"));

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Commit_ConflictAmongOthersOfOneTransaction_WritesNothingOfItAndAllOfThem()
    {
        await _store.CommitAsync("c-2");
        var results = await TogetherAsync(
            CustomerStoreSuite.Everything("c-1", "a-1"), CustomerStoreSuite.Everything("c-2", "a-2"), CustomerStoreSuite.Everything("c-3", "a-3"));

        Assert.Equal([CommitResult.Committed, CommitResult.Conflict, CommitResult.Committed], results);
        Assert.Equal(["a-1", "a-3"], (await _store.Outbox.WaitingAsync(Share.Whole, Make.Start, 10, None)).Select(w => w.Action));
        Assert.Empty(await _store.Read.HistoryAsync(Some.Key("c-2"), null, 10, None));
        Assert.Equal(2, (await _store.Timers.DueAsync(Share.Whole, Make.Day(9), _store.Clock.GetUtcNow(), 10, None)).Length);
        Assert.Equal(2, (await _store.Read.AtRiskAsync(null, 10, None)).Length);
        Assert.Equal(2, (await _store.DeadLetters.ListAsync(null, null, 10, None)).Items.Length);
        Assert.Equal(2, (await _store.LedgerAsync()).Applied);
        Assert.Equal(4, (await _store.Read.StatusAsync(None)).Customers);
    }

    [Fact]
    public async Task Commit_OneThatCannotBeStored_FailsAlone()
    {
        // A dead letter without its detail: the column refuses it.
        var good = CustomerStoreSuite.Everything("c-5", "a-5");
        var bad = good with { DeadLetters = [.. good.DeadLetters.Select(l => l with { Detail = null! })] };
        var commits = Enumerable.Range(0, 10).Select(i => i == 5 ? bad : CustomerStoreSuite.Everything($"c-{i}", $"a-{i}")).ToArray();

        var tasks = await StartTogetherAsync(commits);

        await Assert.ThrowsAsync<PostgresException>(() => tasks[5]);
        Assert.All(await Task.WhenAll(tasks.Where((_, i) => i != 5)), r => Assert.Equal(CommitResult.Committed, r));
        Assert.Null(await _store.Customers.LoadAsync(Some.Key("c-5"), None));
        Assert.Equal(9, (await _store.LedgerAsync()).Applied);
        Assert.Equal(9, (await _store.Outbox.WaitingAsync(Share.Whole, Make.Start, 20, None)).Length);
    }

    [Fact]
    public async Task Commit_TwoOfOneCustomerWaiting_AreWrittenOneAfterTheOther()
    {
        var first = new CustomerCommit { Key = Some.Key(), ExpectedVersion = 0, State = Some.Utf8("first") };
        var results = await TogetherAsync(first, first with { ExpectedVersion = 1, State = Some.Utf8("second") }, first with { State = Some.Utf8("stale") });

        Assert.Equal([CommitResult.Committed, CommitResult.Committed, CommitResult.Conflict], results);
        Assert.Equal("second", Some.Text((await _store.Customers.LoadAsync(Some.Key(), None))!.State));
    }

    [Fact]
    public async Task Commit_ManyWaiting_ShareTransactionsUpToTheBound()
    {
        await _store.DisposeAsync();
        _store = new PostgresUnderTest(_store.ConnectionString, ("WriterConnections", "1"), ("TransactionMax", "10"));
        await TogetherAsync([.. Enumerable.Range(0, 100).Select(i => new CustomerCommit { Key = Some.Key($"c-{i}"), ExpectedVersion = 0, State = Some.Utf8("s") })]);

        // The one that was held, and ten of ten.
        var (commits, mean, _) = _store.Database.Times.Read();
        Assert.Equal((11L, 101.0 / 11), (commits, mean));
    }

    [Fact]
    public async Task Commit_FactsOfOneChanged_TheOthersGoThrough()
    {
        await _store.DecideAsync(Some.Action("a-1", "c-1"));
        await _store.DecideAsync(Some.Action("a-2", "c-2"));
        var (_, version) = await _store.Customers.LoadFactsAsync(Some.Key(), None);
        var next = new CustomerCommit { Key = Some.Key("c-1"), ExpectedVersion = 1, State = Some.Utf8("answered"), FactsVersion = version };

        var results = await TogetherAsync(
            next with { Answers = [Some.Answer("a-1")] },
            next with { Key = Some.Key("c-2"), Answers = [Some.Answer("a-2")], FactsVersion = version - 1 },
            next with { Key = Some.Key("c-3"), ExpectedVersion = 0, FactsVersion = null });

        Assert.Equal([CommitResult.Committed, CommitResult.FactsChanged, CommitResult.Committed], results);
        Assert.Equal("state 0", Some.Text((await _store.Customers.LoadAsync(Some.Key("c-2"), None))!.State));
    }

    [Fact]
    public async Task Commit_LargeState_ComesBackWhole()
    {
        var state = new byte[8192];
        new Random(1).NextBytes(state);
        await _store.CommitAsync("c-1", c => c with { State = state });
        await _store.CommitAsync("c-1", c => c with { State = state.Reverse().ToArray() });

        Assert.Equal(state.Reverse(), (await _store.Customers.LoadAsync(Some.Key(), None))!.State.ToArray());
    }

    [Fact]
    public async Task Commit_ManyEntries_AreAllInTheHistory()
    {
        await _store.CommitAsync("c-1", c => c with { History = [.. Enumerable.Range(1, 200).Select(i => Some.Entry(i, $"t-{i}") with { Channel = i % 2 == 0 ? null : "web" })] });

        var read = await _store.Read.HistoryAsync(Some.Key(), null, 1000, None);
        Assert.Equal(Enumerable.Range(1, 200).Reverse().Select(i => (long)i), read.Select(h => h.Sequence));
        Assert.Equal(Some.Entry(7, "t-7") with { Input = default, Outcome = default }, read.Single(h => h.Sequence == 7) with { Input = default, Outcome = default });
        Assert.Null(read.Single(h => h.Sequence == 8).Channel);
    }

    [Fact]
    public async Task Add_LetterWithTextThatNoDatabaseHolds_IsKept()
    {
        await _store.DeadLetters.AddAsync(Some.Letter(1, source: "sh\0op") with { Customer = "half \ud800 a pair", Detail = "\0" }, None);

        Assert.Single((await _store.DeadLetters.ListAsync(null, null, 10, None)).Items);
    }

    [Fact]
    public async Task Commit_SeveralWriters_EachHasRowsOfTheSumsOfItsOwn()
    {
        await using var other = new PostgresUnderTest(_store.ConnectionString);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? _store : other).Customers.CommitAsync(
            CustomerStoreSuite.Everything($"c-{i}", $"a-{i}"), None)));

        Assert.Equal(200, (await _store.LedgerAsync()).Applied);
        Assert.Equal(200, (await _store.Read.StatusAsync(None)).Customers);
        Assert.Equal(5L, await Waits.ScalarAsync<long>(_store.ConnectionString, "SELECT count(*) FROM ledger"));
        Assert.Equal(5L, await Waits.ScalarAsync<long>(_store.ConnectionString, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
    }

    [Fact]
    public async Task Set_Switch_WaitsForAnswersThatAreBeingStored()
    {
        await _store.DecideAsync(Some.Action("a-1"));
        var (_, version) = await _store.Customers.LoadFactsAsync(Some.Key(), None);
        await using var connection = new NpgsqlConnection(_store.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM customers WHERE key = 'default/c-1' FOR UPDATE", connection))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var answering = _store.Customers.CommitAsync(
            new CustomerCommit { Key = Some.Key(), ExpectedVersion = 1, State = Some.Utf8("answered"), FactsVersion = version, Answers = [Some.Answer("a-1")] }, None);
        await Waits.ForLockAsync(_store.ConnectionString);
        var throwing = _store.Sending.SetAsync(stopped: true, "Ann", None);
        await Waits.UntilAsync(
            _store.ConnectionString, "SELECT count(*) = 2 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", "the switch to wait for the answers");
        Assert.False(throwing.IsCompleted);
        await transaction.RollbackAsync();

        Assert.Equal(CommitResult.Committed, await answering);
        Assert.True((await throwing).Stopped);
        Assert.Empty(await _store.Outbox.LeaseAsync("me", _store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None));
    }

    [Fact]
    public async Task Commit_AfterTheStoreClosed_IsRefused()
    {
        var customers = _store.Customers;
        await _store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => customers.CommitAsync(CustomerStoreSuite.Everything("c-1"), None));
    }

    private async Task<CommitResult[]> TogetherAsync(params CustomerCommit[] commits) => await Task.WhenAll(await StartTogetherAsync(commits));

    // The lane waits for a row that the test holds; what comes meanwhile gathers.
    private async Task<Task<CommitResult>[]> StartTogetherAsync(params CustomerCommit[] commits)
    {
        await using var connection = new NpgsqlConnection(_store.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("INSERT INTO customers (key, version, positions, state) VALUES ('default/held', 1, '[]', '')", connection))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var held = _store.Customers.CommitAsync(new CustomerCommit { Key = Some.Key("held"), ExpectedVersion = 0, State = Some.Utf8("held") }, None);
        await Waits.ForLockAsync(_store.ConnectionString);
        var tasks = commits.Select(c => _store.Customers.CommitAsync(c, None)).ToArray();
        await transaction.RollbackAsync();
        await held;
        return tasks;
    }
}
