using CsCheck;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>A budget holds to the cent with several silos, whatever breaks.</summary>
public sealed class LimitFailureTests(PostgresFixture postgres)
{
    private const string Limit = "budget:2026-03-03:p";

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly Gen<(int[] Cents, int Max)> AnyDay = Gen.Select(Gen.Int[1, 900].Array[1, 40], Gen.Int[500, 9_000]);

    [Fact]
    public async Task Commit_TwoSilosAtOnce_NeverExceedTheBudget()
    {
        var connection = await postgres.NewDatabaseAsync();
        await using var one = new PostgresUnderTest(connection) { RealTime = true };
        await using var two = new PostgresUnderTest(connection) { RealTime = true };
        var round = 0;
        await AnyDay.SampleAsync(
            async day =>
            {
                var limit = $"{Limit}-{Interlocked.Increment(ref round)}";
                var results = await Task.WhenAll(day.Cents.Select(async (cents, i) =>
                {
                    var customer = $"{limit}-{i}";
                    var action = Some.Action($"a-{customer}", customer);
                    await one.DecideAsync(action);
                    var (_, version) = await one.Customers.LoadFactsAsync(Some.Key(customer), None);
                    return await (i % 2 == 0 ? one : two).CommitAsync(customer, c => c with
                    {
                        Answers = [Some.Answer(action.Id)],
                        FactsVersion = version,
                        Uses = [new LimitUse(limit, cents, day.Max, Make.Day(1)), new LimitUse(limit + "-actions", 1, 1_000, Make.Day(1))],
                    });
                }));

                var used = await two.Customers.LoadUsedAsync([limit, limit + "-actions"], None);
                Assert.Equal(results.Zip(day.Cents).Where(r => r.First == CommitResult.Committed).Sum(r => (long)r.Second), used.GetValueOrDefault(limit));
                Assert.True(used.GetValueOrDefault(limit) <= day.Max);
                Assert.Equal(results.Count(r => r == CommitResult.Committed), used.GetValueOrDefault(limit + "-actions"));

                // Nothing was refused that nobody took the room of.
                Assert.All(results.Zip(day.Cents).Where(r => r.First != CommitResult.Committed), r => Assert.True(used.GetValueOrDefault(limit) + r.Second > day.Max));
            },
            iter: 15,
            threads: 1);
    }

    [Theory]
    [InlineData(1, false)] // the server committed, nobody was told
    [InlineData(3, true)] // the commit never arrived
    public async Task Commit_CutOff_TakesItsShareOnce(int cuts, bool beforeSending)
    {
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync());
        await using var proxy = new CuttingProxy(connection.Port);
        connection.Port = proxy.Port;
        await using var store = new PostgresUnderTest(connection.ConnectionString, ("WriterConnections", "1")) { RealTime = true };
        await store.DecideAsync(Some.Action("a-1"));
        var (_, version) = await store.Customers.LoadFactsAsync(Some.Key(), None);
        proxy.CutCommits(cuts, beforeSending);

        var result = await store.CommitAsync("c-1", c => c with
        {
            Answers = [Some.Answer("a-1")],
            FactsVersion = version,
            Uses = [new LimitUse(Limit, 700, 1_000, Make.Day(1))],
        }).WaitAsync(WatchedClock.Patience);

        Assert.Equal((cuts, CommitResult.Committed), (proxy.Cut, result));
        Assert.Equal(700, (await store.Customers.LoadUsedAsync([Limit], None))[Limit]);
    }
}
