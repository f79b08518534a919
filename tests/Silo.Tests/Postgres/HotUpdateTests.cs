using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Silo.Tests.Postgres;

public sealed class HotUpdateTests(PostgresFixture postgres)
{
    /// <summary>An index on anything that a touchpoint changes would show here: updates would leave their page, and every index would grow.</summary>
    [Fact]
    public async Task Commit_ManyRounds_StayOnTheirPages()
    {
        await using var store = new PostgresUnderTest(await postgres.NewDatabaseAsync());
        const int Customers = 4_000;
        const int Rounds = 20;
        const int EachRound = 400;
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(i => CommitAsync(store, i, 0)));
        var versions = new long[Customers];
        for (var round = 0; round < Rounds; round++)
        {
            // Customers come by in no order: seldom two of one page together.
            var some = Enumerable.Range(0, EachRound).Select(i => ((i * 7919) + (round * 613)) % Customers).Distinct().ToArray();
            Assert.All(await Task.WhenAll(some.Select(i => CommitAsync(store, i, ++versions[i]))), r => Assert.Equal(CommitResult.Committed, r));
        }

        // A backend tells what it did when it ends.
        await store.DisposeAsync();
        await Waits.UntilAsync(store.ConnectionString, $"SELECT sum(n_tup_upd) >= {versions.Sum()} FROM pg_stat_user_tables WHERE relname = 'customers'", "the counts of updates");
        var hot = await Waits.ScalarAsync<double>(store.ConnectionString, "SELECT n_tup_hot_upd::float8 / n_tup_upd FROM pg_stat_user_tables WHERE relname = 'customers'");

        // With an index it is none at all. What else runs on the machine holds snapshots open for longer, and some pages fill before they can be tidied.
        Assert.InRange(hot, 0.75, 1);
    }

    private static Task<CommitResult> CommitAsync(PostgresUnderTest store, int customer, long version)
    {
        var state = new byte[600];
        new Random(customer).NextBytes(state);
        return store.Customers.CommitAsync(
            new CustomerCommit
            {
                Key = Some.Key($"c-{customer}"),
                ExpectedVersion = version,
                State = state,
                Positions = [new LogPosition("log", customer % 8, version)],
                AtRisk = new AtRiskRow { Risk = 60 + version },
                AtRiskChanged = true,
            },
            CancellationToken.None);
    }
}
