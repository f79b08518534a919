using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>What policies did by the hour: every stored decision once.</summary>
public abstract class PolicyFiguresSuite : StoreSuite
{
    private static StoredDecision Decision(string policy, PolicyOutcome outcome, double hour, int ordinal = 0) => new(
        1,
        ordinal,
        new PolicyDecision { Policy = policy, PolicyVersion = 1, Outcome = outcome, At = Make.Start.AddHours(hour), Cause = "c", Because = "b" });

    [Fact]
    public async Task Hours_OfCommittedDecisions_AddUp()
    {
        await Store.CommitAsync("a", c => c with { Decisions = [Decision("late", PolicyOutcome.Fired, 0.1), Decision("late", PolicyOutcome.Held, 0.2, 1)] });
        await Store.CommitAsync("b", c => c with { Decisions = [Decision("late", PolicyOutcome.Fired, 0.9), Decision("other", PolicyOutcome.Fired, 1.5, 1)] });
        await Store.CommitAsync("b", c => c with { Decisions = [Decision("late", PolicyOutcome.Fired, 1.0)] });

        var first = PolicyHour.Of(Make.Start);
        var second = PolicyHour.Of(Make.Start.AddHours(1));
        Assert.Equal(
            [new PolicyHour("late", first, 2, 1), new PolicyHour("late", second, 1, 0), new PolicyHour("other", second, 1, 0)],
            await Store.Figures.HoursAsync(first, null, None));
        Assert.Equal([new PolicyHour("late", second, 1, 0)], await Store.Figures.HoursAsync(second, "late", None));
    }

    [Fact]
    public async Task Hours_OfARefusedCommit_AreNotCounted()
    {
        await Store.CommitAsync("a");
        var result = await Store.CommitAsync("a", c => c with { ExpectedVersion = 7, Decisions = [Decision("late", PolicyOutcome.Fired, 0.1)] });

        Assert.Equal(CommitResult.Conflict, result);
        Assert.Empty(await Store.Figures.HoursAsync(DateTimeOffset.UnixEpoch, null, None));
    }

    [Fact]
    public async Task Trim_OldHours_AreGone()
    {
        await Store.CommitAsync("a", c => c with { Decisions = [Decision("late", PolicyOutcome.Fired, 0), Decision("late", PolicyOutcome.Fired, 5, 1)] });
        await Store.Figures.TrimAsync(Make.Start.AddHours(2), None);

        Assert.Equal(PolicyHour.Of(Make.Start.AddHours(5)), Assert.Single(await Store.Figures.HoursAsync(DateTimeOffset.UnixEpoch, null, None)).Hour);
    }
}
