using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Codes;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Codes of offers: each given once, in the transaction that admits the offer.</summary>
public abstract class CodeSuite : StoreSuite
{
    private const string Pool = "spring";

    private static LimitUse Of(int count, string pool = Pool) => new(SharedLimits.CodesPrefix + pool, count, 0, null);

    private static DecidedAction Offer(string id, string customer) =>
        Some.Action(id, customer, ActionKind.Offer, content: [("offer", "voucher"), ("codes", Pool), ("text", "Your code: {offer.code}.")]);

    private async Task<CommitResult> GiveAsync(string customer, params string[] actions)
    {
        await Store.DecideAsync([.. actions.Select(a => Offer(a, customer))]);
        return await TakeAsync(customer, actions);
    }

    private async Task<CommitResult> TakeAsync(string customer, params string[] actions)
    {
        var (_, version) = await Store.Customers.LoadFactsAsync(Some.Key(customer), None);
        return await Store.CommitAsync(customer, c => c with
        {
            Answers = [.. actions.Select(a => Some.Answer(a))],
            FactsVersion = version,
            Uses = [Of(actions.Length)],
            CodeTakes = [.. actions.Select(a => new CodeTake(a, Pool, Make.Start))],
        });
    }

    private async Task<CodePool> PoolAsync() => Assert.Single(await Store.Codes.ListAsync(Pool, None));

    [Fact]
    public async Task Add_CodesThatAreThere_AreLeftInTheirPool()
    {
        Assert.Equal(new CodesAdded(2, 0), await Store.Codes.AddAsync(Pool, ["A", "B"], None));
        Assert.Equal(new CodesAdded(1, 1), await Store.Codes.AddAsync("autumn", ["B", "C"], None));
        Assert.Equal(new CodesAdded(0, 2), await Store.Codes.AddAsync(Pool, ["A", "B"], None));

        Assert.Equal([("autumn", 1L), (Pool, 2L)], (await Store.Codes.ListAsync(null, None)).Select(p => (p.Pool, p.Free)));
        Assert.Equal(Pool, (await Store.Codes.FindAsync("B", None))!.Pool);
        Assert.Null(await Store.Codes.FindAsync("b", None));
    }

    [Fact]
    public async Task Commit_AdmittedOffer_HasTheOldestFreeCodeInItsTexts()
    {
        await Store.Codes.AddAsync(Pool, ["FIRST"], None);
        await Store.Codes.AddAsync(Pool, ["AFTER"], None);

        Assert.Equal(CommitResult.Committed, await GiveAsync("c-1", "a-1"));

        var item = await Store.ActionAsync("a-1");
        Assert.Equal(("FIRST", "Your code: FIRST."), (item.Action[ActionContent.Code], item.Action[ActionContent.Text]));
        var leased = Assert.Single(await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None));
        Assert.Equal("FIRST", leased.Action[ActionContent.Code]);
        var code = (await Store.Codes.FindAsync("FIRST", None))!;
        Assert.Equal(("a-1", Some.Key().ToString(), Make.Start), (code.Action, code.Key, code.GivenAt));
        var pool = await PoolAsync();
        Assert.Equal((2L, 1L, 1L, 0L), (pool.Total, pool.Free, pool.Given, pool.Redeemed));
    }

    [Fact]
    public async Task Commit_PoolHasNotEnough_GivesNothingAndSaysSo()
    {
        await Store.Codes.AddAsync(Pool, ["A"], None);

        Assert.Equal(CommitResult.FactsChanged, await GiveAsync("c-1", "a-1", "a-2"));

        Assert.Equal(1, (await PoolAsync()).Free);
        Assert.Equal(-1, (await Store.Customers.LoadUsedAsync([Of(1).Limit], None))[Of(1).Limit]);
        Assert.Equal([Of(1).Limit], (await Store.Guards.FactsAsync(Some.Key(), [Of(1, "other") with { Limit = Of(2).Limit, Amount = 2 }], None)).FullLimits);
        Assert.Equal(CommitResult.Committed, await TakeAsync("c-1", "a-2"));
    }

    [Fact]
    public async Task Commit_ManyAtOnceForOnePool_GiveEachCodeOnce()
    {
        const int Customers = 40;
        const int Codes = 25;
        await Store.Codes.AddAsync(Pool, [.. Enumerable.Range(0, Codes).Select(i => $"CODE-{i}")], None);
        for (var i = 0; i < Customers; i++)
        {
            await Store.DecideAsync(Offer($"a-{i}", $"c-{i}"));
        }

        var results = await Task.WhenAll(Enumerable.Range(0, Customers).Select(i => TakeAsync($"c-{i}", $"a-{i}")));

        // Some may be told to ask again while others are given theirs; asked one by one, all codes go.
        for (var i = 0; i < Customers; i++)
        {
            if (results[i] != CommitResult.Committed)
            {
                results[i] = await TakeAsync($"c-{i}", $"a-{i}");
            }
        }

        Assert.Equal(Codes, results.Count(r => r == CommitResult.Committed));
        var codes = (await Store.Codes.CodesAsync(Pool, CodeState.Given, 100, null, None)).Items;
        Assert.Equal((Codes, Codes), (codes.Length, codes.Select(c => c.Action).Distinct().Count()));
        Assert.All(codes, c => Assert.Equal(c.Action!.Replace("a-", "c-", StringComparison.Ordinal), c.Key!.Split('/')[1]));
    }

    [Fact]
    public async Task Commit_Redemption_CountsOnceAndACodeThatIsUsedIsNotGiven()
    {
        await Store.Codes.AddAsync(Pool, ["A", "B"], None);
        await GiveAsync("c-1", "a-1");

        await Store.CommitAsync("c-2", c => c with { Redemptions = [new("A", Make.Day(1)), new("B", Make.Day(2)), new("UNKNOWN", Make.Day(2))] });
        await Store.CommitAsync("c-1", c => c with { Redemptions = [new("A", Make.Day(3))] });

        var code = (await Store.Codes.FindAsync("A", None))!;
        Assert.Equal((Make.Day(1), Some.Key("c-2").ToString()), (code.RedeemedAt, code.RedeemedBy));
        var pool = await PoolAsync();
        Assert.Equal((2L, 0L, 1L, 2L), (pool.Total, pool.Free, pool.Given, pool.Redeemed));
        Assert.Equal(CommitResult.FactsChanged, await GiveAsync("c-3", "a-3"));
        Assert.Equal(["B", "A"], (await Store.Codes.CodesAsync(Pool, CodeState.Redeemed, 10, null, None)).Items.Select(c => c.Code));
    }

    [Fact]
    public async Task Withdraw_FreeCodes_LeavesThoseThatCustomersHave()
    {
        await Store.Codes.AddAsync(Pool, ["A", "B", "C"], None);
        await GiveAsync("c-1", "a-1");

        Assert.Equal(2, await Store.Codes.WithdrawAsync(Pool, None));

        Assert.Equal((1L, 0L), ((await PoolAsync()).Total, (await PoolAsync()).Free));
        Assert.Equal(CommitResult.FactsChanged, await GiveAsync("c-2", "a-2"));
        await Store.Codes.AddAsync(Pool, ["B"], None);
        Assert.Equal(CommitResult.Committed, await TakeAsync("c-2", "a-2"));
    }

    [Fact]
    public async Task Codes_InPages_GoDownInTheOrderTheyCame()
    {
        await Store.Codes.AddAsync(Pool, ["A"], None);
        await Store.Codes.AddAsync(Pool, ["B"], None);
        await Store.Codes.AddAsync(Pool, ["C"], None);

        var first = await Store.Codes.CodesAsync(Pool, CodeState.Free, 2, null, None);
        var rest = await Store.Codes.CodesAsync(Pool, null, 2, first.Next, None);

        Assert.Equal(["C", "B"], first.Items.Select(c => c.Code));
        Assert.Equal(["A"], rest.Items.Select(c => c.Code));
        Assert.Null(rest.Next);
        await Assert.ThrowsAsync<ArgumentException>("cursor", () => Store.Codes.CodesAsync(Pool, null, 2, "x", None));
    }
}
