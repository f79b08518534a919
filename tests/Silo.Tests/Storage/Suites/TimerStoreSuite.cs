using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>One timer row a customer, written by its commits.</summary>
public abstract class TimerStoreSuite : StoreSuite
{
    private Task<CommitResult> ArmAsync(string customer, DateTimeOffset? due, DateTimeOffset? notBefore = null) =>
        Store.CommitAsync(customer, c => c with { NextDueAt = due, NextDueNotBefore = notBefore, NextDueChanged = true });

    private async Task<IEnumerable<string>> DueAsync(DateTimeOffset upTo, TimeSpan later = default, int limit = 100) =>
        (await Store.Timers.DueAsync(Share.Whole, upTo, Store.Clock.GetUtcNow() + later, limit, None)).Select(d => d.Key.Customer.Value);

    [Fact]
    public async Task Due_UpToATime_EarliestFirst()
    {
        await ArmAsync("late", Make.Day(3));
        await ArmAsync("early", Make.Day(1));
        await ArmAsync("middle", Make.Day(2));

        Assert.Equal(["early", "middle"], await DueAsync(Make.Day(2)));
        Assert.Empty(await DueAsync(Make.Day(1).AddMilliseconds(-1)));
        Assert.Equal(["early"], await DueAsync(Make.Day(9), limit: 1));
    }

    [Fact]
    public async Task Due_MovedTimer_HasOneRow()
    {
        await ArmAsync("c-1", Make.Day(1));
        await ArmAsync("c-1", Make.Day(2));

        Assert.Empty(await DueAsync(Make.Day(1)));
        Assert.Single(await DueAsync(Make.Day(2)));
    }

    [Fact]
    public async Task Due_CommitThatDoesNotChangeIt_LeavesTheRow()
    {
        await ArmAsync("c-1", Make.Day(1));
        await Store.CommitAsync("c-1", c => c with { NextDueAt = null, NextDueChanged = false });

        Assert.Single(await DueAsync(Make.Day(1)));
    }

    [Fact]
    public async Task Due_NoTimerLeft_TakesTheRowAway()
    {
        await ArmAsync("c-1", Make.Day(1));
        await ArmAsync("c-1", null);

        Assert.Empty(await DueAsync(Make.Day(9)));
    }

    [Fact]
    public async Task Due_OverdueAsItWasMade_WaitsByTheSystemsClock()
    {
        await ArmAsync("c-1", Make.Day(-1), notBefore: Store.Clock.GetUtcNow().AddSeconds(10));

        Assert.Empty(await DueAsync(Make.Start, TimeSpan.FromSeconds(9)));
        Assert.Single(await DueAsync(Make.Start, TimeSpan.FromSeconds(10)));

        // A timer set again does not inherit the wait.
        await ArmAsync("c-1", Make.Day(-1));
        Assert.Single(await DueAsync(Make.Start));
    }

    [Fact]
    public async Task Due_Shares_GiveEachCustomerToOne()
    {
        var customers = Enumerable.Range(0, 40).Select(i => $"c-{i}").ToList();
        foreach (var customer in customers)
        {
            await ArmAsync(customer, Make.Day(1));
        }

        var shares = new List<string[]>();
        for (var i = 0; i < 3; i++)
        {
            var due = await Store.Timers.DueAsync(new Share(i, 3), Make.Day(2), Store.Clock.GetUtcNow(), 100, None);
            Assert.All(due, d => Assert.True(new Share(i, 3).Has(d.Key)));
            shares.Add([.. due.Select(d => d.Key.Customer.Value)]);
        }

        Assert.All(shares, Assert.NotEmpty);
        Assert.Equal(customers.Order(), shares.SelectMany(s => s).Order());
    }
}
