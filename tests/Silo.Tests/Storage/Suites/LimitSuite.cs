using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Limits that customers share, and what people hold back by hand.</summary>
public abstract class LimitSuite : StoreSuite
{
    private static readonly DateTimeOffset Ends = Make.Day(1);

    private IGuardSwitches Switches => Store.Guards;

    private static LimitUse Budget(long cents, long max = 10_000, string name = "budget:2026-03-03:p") => new(name, cents, max, Ends);

    private async Task<CommitResult> UseAsync(string customer, params LimitUse[] uses)
    {
        var action = $"a-{customer}";
        await Store.DecideAsync(Some.Action(action, customer));
        var (_, version) = await Store.Customers.LoadFactsAsync(Some.Key(customer), None);
        return await Store.CommitAsync(customer, c => c with { Answers = [Some.Answer(action)], FactsVersion = version, Uses = [.. uses] });
    }

    [Fact]
    public async Task Commit_UsesWithRoom_AreAddedUpToTheCent()
    {
        Assert.Equal(CommitResult.Committed, await UseAsync("c-1", Budget(6_000)));
        Assert.Equal(CommitResult.FactsChanged, await UseAsync("c-2", Budget(4_001)));
        Assert.Equal(CommitResult.Committed, await UseAsync("c-3", Budget(4_000)));

        Assert.Equal(10_000, (await Store.Customers.LoadUsedAsync(["budget:2026-03-03:p", "budget:2026-03-04:p"], None)).GetValueOrDefault("budget:2026-03-03:p"));
        Assert.Equal(ActionStatus.Decided, (await Store.ActionAsync("a-c-2")).Status);
    }

    [Fact]
    public async Task Commit_OneOfTwoLimitsFull_TakesNothingOfTheOther()
    {
        await UseAsync("c-1", Budget(10_000));

        Assert.Equal(CommitResult.FactsChanged, await UseAsync("c-2", Budget(1), Budget(1, 5, "actions:2026-03-03:p")));

        Assert.Equal(0, (await Store.Customers.LoadUsedAsync(["actions:2026-03-03:p"], None)).GetValueOrDefault("actions:2026-03-03:p"));
    }

    [Fact]
    public async Task Commit_ConflictingRow_TakesNothing()
    {
        await Store.DecideAsync(Some.Action("a-1"));
        var (_, version) = await Store.Customers.LoadFactsAsync(Some.Key(), None);

        var result = await Store.Customers.CommitAsync(
            new CustomerCommit { Key = Some.Key(), ExpectedVersion = 9, State = Some.Utf8("s"), Answers = [Some.Answer("a-1")], FactsVersion = version, Uses = [Budget(1)] }, None);

        Assert.Equal(CommitResult.Conflict, result);
        Assert.Equal(0, (await Store.Customers.LoadUsedAsync(["budget:2026-03-03:p"], None)).GetValueOrDefault("budget:2026-03-03:p"));
    }

    [Fact]
    public async Task Commit_ManyAtOnceForOneBudget_NeverExceedIt()
    {
        const int Customers = 60;
        for (var i = 0; i < Customers; i++)
        {
            await Store.DecideAsync(Some.Action($"a-c-{i}", $"c-{i}"));
        }

        var (_, version) = await Store.Customers.LoadFactsAsync(Some.Key(), None);
        var results = await Task.WhenAll(Enumerable.Range(0, Customers).Select(i => Store.CommitAsync(
            $"c-{i}", c => c with { Answers = [Some.Answer($"a-c-{i}")], FactsVersion = version, Uses = [Budget(100 + i, 2_500)] })));

        var given = results.Select((r, i) => r == CommitResult.Committed ? 100 + i : 0).Sum();
        Assert.InRange(given, 2_500 - 160, 2_500);
        Assert.Equal(given, (await Store.Customers.LoadUsedAsync(["budget:2026-03-03:p"], None))["budget:2026-03-03:p"]);
    }

    [Fact]
    public async Task Commit_OpenCases_CountWithCallbacksOnTheirWay()
    {
        await Store.OpenCaseAsync("case-1", Some.Case("c-1", queue: "q"));
        LimitUse open = new("open:q", 1, 2, null);
        async Task<CommitResult> Call(string customer)
        {
            var action = Some.Action($"a-{customer}", customer, ActionKind.Callback, content: ("queue", "q"));
            await Store.DecideAsync(action);
            var (_, version) = await Store.Customers.LoadFactsAsync(Some.Key(customer), None);
            return await Store.CommitAsync(customer, c => c with { Answers = [Some.Answer(action.Id)], FactsVersion = version, Uses = [open] });
        }

        Assert.Equal(1, (await Store.Customers.LoadUsedAsync(["open:q"], None))["open:q"]);
        Assert.Equal(CommitResult.Committed, await Call("c-2"));
        Assert.Equal(CommitResult.FactsChanged, await Call("c-3"));
        await Store.Cases.ClaimAsync("case-1", "Ann", None);
        await Store.Cases.CompleteAsync("case-1", "Ann", "resolved", null, None);
        Assert.Equal(CommitResult.Committed, await Call("c-4"));
    }

    [Fact]
    public async Task SetPolicy_Stopped_IsAFactAndKeepsItsActionsBack()
    {
        await Store.AdmitAsync(Some.Action("a-1", policy: "late"));
        await Store.AdmitAsync(Some.Action("a-2", "c-2", policy: "other"));
        var (_, before) = await Store.Customers.LoadFactsAsync(Some.Key(), None);

        var state = await Switches.SetPolicyAsync("late", stopped: true, "Ann", "wrong amount", None);

        var (facts, after) = await Store.Customers.LoadFactsAsync(Some.Key(), None);
        Assert.Equal(("late", true), (Assert.Single(facts.StoppedPolicies), after > before));
        Assert.Equal(("late", true, "Ann", "wrong amount", Store.Clock.GetUtcNow()), (state.Policy, state.Stopped, state.By, state.Why, state.ChangedAt));
        Assert.Equal(["a-2"], (await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None)).Select(i => i.Action.Id));
        await Switches.SetPolicyAsync("late", stopped: true, "Ben", null, None);
        Assert.Equal("Ann", Assert.Single(await Switches.PoliciesAsync(None)).By);
        await Switches.SetPolicyAsync("late", stopped: false, "Ben", null, None);
        Assert.Empty((await Store.Customers.LoadFactsAsync(Some.Key(), None)).Facts.StoppedPolicies);
        Assert.Equal(["a-1"], (await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None)).Select(i => i.Action.Id));
    }

    [Fact]
    public async Task SetPolicy_Resumed_ForgetsWhatItsBreakerCountedInTheHour()
    {
        var ends = Make.Start.AddHours(1);
        LimitUse Fired(string hour, string policy, DateTimeOffset at) => new($"fired:2026-03-03T{hour}:{policy}", 3, 100, at);
        await UseAsync("c-1", Fired("12", "late", ends), Fired("11", "late", ends.AddHours(-1)), Fired("12", "later", ends));
        await Switches.SetPolicyAsync("late", stopped: true, "breaker", null, None);

        await Switches.SetPolicyAsync("late", stopped: false, "Ann", null, None);

        var used = await Store.Customers.LoadUsedAsync(["fired:2026-03-03T12:late", "fired:2026-03-03T11:late", "fired:2026-03-03T12:later"], None);
        Assert.Equal((0L, 3L, 3L), (used.GetValueOrDefault("fired:2026-03-03T12:late"), used["fired:2026-03-03T11:late"], used["fired:2026-03-03T12:later"]));
    }

    [Fact]
    public async Task SetSuppression_OldVersion_ChangesNothing()
    {
        var (_, version) = await Store.Customers.LoadFactsAsync(Some.Key(), None);

        Assert.True((await Switches.SetSuppressionAsync(Some.Key(), Make.Day(3), "Ann", "asked for it", 0, None)).Changed);
        var (changed, row) = await Switches.SetSuppressionAsync(Some.Key(), Make.Day(9), "Ben", null, 0, None);

        Assert.Equal((false, 1L, "Ann", Make.Day(3)), (changed, row!.Version, row.By, row.Until!.Value));
        Assert.Equal(Make.Day(3), (await Store.Customers.LoadFactsAsync(Some.Key(), None)).Facts.SuppressedUntil);
        Assert.Null((await Store.Customers.LoadFactsAsync(Some.Key("c-2"), None)).Facts.SuppressedUntil);
        Assert.True((await Switches.SetSuppressionAsync(Some.Key(), null, "Ben", null, 1, None)).Changed);
        Assert.Null((await Switches.SuppressionAsync(Some.Key(), None))!.Until);

        // What was read before either of them answers nothing any more.
        await Store.DecideAsync(Some.Action("a-1"));
        Assert.Equal(CommitResult.FactsChanged, await Store.CommitAsync("c-1", c => c with { Answers = [Some.Answer("a-1")], FactsVersion = version }));
    }

    [Fact]
    public async Task LoadFacts_OpenCase_IsOneOfThem()
    {
        await Store.OpenCaseAsync("case-1", Some.Case("c-1"));
        await Store.CommitAsync("c-2");

        Assert.True((await Store.Customers.LoadFactsAsync(Some.Key(), None)).Facts.OpenCase);
        Assert.False((await Store.Customers.LoadFactsAsync(Some.Key("c-2"), None)).Facts.OpenCase);
        var facts = await Switches.FactsAsync(Some.Key(), [Budget(10_001), Budget(10_000, name: "budget:2026-03-03:q")], None);
        Assert.Equal((true, "budget:2026-03-03:p"), (facts.OpenCase, Assert.Single(facts.FullLimits)));
    }

    [Fact]
    public async Task Commit_HeldWithALimit_SaysWhich()
    {
        await Store.DecideAsync(Some.Action("a-1"));

        await Store.AnswerAsync("c-1", Some.Answer("a-1", AdmissionResult.Held, HoldReason.FrequencyCap, Make.Day(2)) with { Limit = "At most 1 message or offer in 24 hours" });

        var item = await Store.ActionAsync("a-1");
        Assert.Equal((HoldReason.FrequencyCap, Make.Day(2), "At most 1 message or offer in 24 hours"), (item.Reason, item.NextAt, item.HeldBy));
    }
}
