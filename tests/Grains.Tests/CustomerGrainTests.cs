using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Grains.Tests;

[Collection(ClusterTests.Name)]
public class CustomerGrainTests(ClusterFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static TouchpointBatch Batch(string customer, params ImmutableArray<(long Position, string Type, string Id, double Day)> items) => new()
    {
        Log = "log",
        Partition = 1,
        Items =
        [
            .. items.Select(i => new LoggedTouchpoint
            {
                Position = i.Position,
                ReceivedAt = Make.Day(i.Day),
                Touchpoint = Make.Touchpoint(i.Type, Make.Day(i.Day), i.Id, new CustomerId(customer), attributes: ("order", Make.Text("o-1"))),
                Body = System.Text.Encoding.UTF8.GetBytes($$"""{"id":"{{i.Id}}","type":"{{i.Type}}","customer":"{{customer}}","at":"2026-03-03T12:00:00Z"}"""),
            }),
        ],
    };

    private IEnumerable<Grains.Runtime.Customers.CustomerCommit> CommitsOf(string customer) =>
        fixture.Store.Commits.Where(c => c.Key == ClusterFixture.Key(customer));

    [Fact]
    public async Task Apply_Batch_IsOneCommitAndThenAnnounced()
    {
        var receipt = await fixture.Grain("batch").ApplyAsync(Batch("batch", (1, "order.placed", "a", 0), (2, "note", "b", 1), (3, "note", "b", 1)), None);

        Assert.Equal((2, 1), (receipt.Applied, receipt.Duplicate));
        var commit = Assert.Single(CommitsOf("batch"));
        Assert.Equal([1, 2], commit.History.Select(h => h.Sequence));
        Assert.All(commit.History, h => Assert.Equal(7, h.DefinitionsVersion));
        Assert.Equal(3, commit.Positions.Single().Position);
        var line = Assert.Single(commit.Ledger);
        Assert.Equal((2L, 1L, 0L), (line.Applied, line.Duplicate, line.Conflicting));
        Assert.Contains(fixture.Events.Customers, c => c.State.Customer.Value == "batch" && c.State.Touchpoints == 2);
    }

    [Fact]
    public async Task Apply_SamePositionsAgain_CountsNothing()
    {
        await fixture.Grain("again").ApplyAsync(Batch("again", (1, "note", "a", 0)), None);
        var receipt = await fixture.Grain("again").ApplyAsync(Batch("again", (1, "note", "a", 0), (2, "note", "b", 1)), None);

        Assert.Equal((1, 0, 1), (receipt.Applied, receipt.Duplicate, receipt.Redelivered));
        Assert.Equal(2, CommitsOf("again").Sum(c => c.Ledger.Sum(l => l.Applied)));
    }

    [Fact]
    public async Task Apply_StoreFailsBeforeWriting_TakesNothingAndCanBeRepeated()
    {
        fixture.Store.FailBefore = 1;
        var batch = Batch("before", (1, "note", "a", 0));
        await Assert.ThrowsAsync<IOException>(() => fixture.Grain("before").ApplyAsync(batch, None));
        Assert.Null(await fixture.Grain("before").GetAsync(None));

        var receipt = await fixture.Grain("before").ApplyAsync(batch, None);

        Assert.Equal(1, receipt.Applied);
        Assert.Equal(1, (await fixture.Grain("before").GetAsync(None))!.Touchpoints);
    }

    [Fact]
    public async Task Apply_ConnectionBreaksAfterTheCommit_TheRepeatAppliesNothingTwice()
    {
        fixture.Store.FailAfter = 1;
        var batch = Batch("after", (1, "note", "a", 0), (2, "note", "b", 1));
        await Assert.ThrowsAsync<IOException>(() => fixture.Grain("after").ApplyAsync(batch, None));

        var receipt = await fixture.Grain("after").ApplyAsync(batch, None);

        Assert.Equal((0, 2), (receipt.Applied, receipt.Redelivered));
        Assert.Equal(2, (await fixture.Grain("after").GetAsync(None))!.Touchpoints);
        Assert.Equal(2, CommitsOf("after").Sum(c => c.Ledger.Sum(l => l.Applied)));
    }

    [Fact]
    public async Task Apply_RowWrittenBySomebodyElse_ConflictsAndThenReadsAnew()
    {
        await fixture.Grain("conflict").ApplyAsync(Batch("conflict", (1, "note", "a", 0)), None);
        fixture.Store.BumpVersion(ClusterFixture.Key("conflict"));
        var next = Batch("conflict", (2, "note", "b", 1));
        await Assert.ThrowsAnyAsync<Exception>(() => fixture.Grain("conflict").ApplyAsync(next, None));

        Assert.Equal(1, (await fixture.Grain("conflict").ApplyAsync(next, None)).Applied);
        Assert.Equal(2, (await fixture.Grain("conflict").GetAsync(None))!.Touchpoints);
    }

    [Fact]
    public async Task Apply_CoreFails_BecomesADeadLetterAndTheCustomerGoesOn()
    {
        var receipt = await fixture.Grain("poison").ApplyAsync(Batch("poison", (1, "note", "a", 0), (2, "poison", "p", 1), (3, "note", "b", 2)), None);

        Assert.Equal((2, 1), (receipt.Applied, receipt.Rejected));
        var commit = Assert.Single(CommitsOf("poison"));
        var letter = Assert.Single(commit.DeadLetters);
        Assert.Equal(("faulted", 2L, "poison"), (letter.Reason, letter.Origin.Position, letter.Customer));
        Assert.Contains("\"id\":\"p\"", System.Text.Encoding.UTF8.GetString(letter.Body.Span), StringComparison.Ordinal);
        Assert.Equal(2, (await fixture.Grain("poison").GetAsync(None))!.Touchpoints);
    }

    [Fact]
    public async Task Apply_RepeatOlderThanTheRecentOnes_IsFoundInTheHistory()
    {
        var grain = fixture.Grain("old");
        await grain.ApplyAsync(Batch("old", [.. Enumerable.Range(1, 70).Select(i => ((long)i, "note", $"t{i}", i / 100.0))]), None);

        var receipt = await grain.ApplyAsync(Batch("old", (71, "note", "t1", 0.01), (72, "note", "late", 0.015)), None);

        Assert.Equal((1, 1), (receipt.Applied, receipt.Duplicate));
    }

    [Fact]
    public async Task Fire_DueTimer_StoresTheMissTheActionAndTheNextTimer()
    {
        await fixture.Grain("timer").ApplyAsync(Batch("timer", (1, "order.placed", "a", 25)), None);
        Assert.Equal(Make.Day(28), CommitsOf("timer").Last().NextDueAt);

        await fixture.Grain("timer").FireAsync(Make.Day(29), None);

        var commit = CommitsOf("timer").Last();
        Assert.Equal("expectation.missed", Assert.Single(commit.History).Type);
        Assert.Equal(Make.Day(28), commit.AtRisk!.LowPointOpenedAt);
        Assert.Equal("late", Assert.Single(commit.Actions).Policy);
        Assert.Equal(Make.Day(58), commit.NextDueAt);
        Assert.True(commit.NextDueChanged);
    }

    [Fact]
    public async Task Fire_NothingDue_PutsTheTimerRowRight()
    {
        await fixture.Grain("early").ApplyAsync(Batch("early", (1, "order.placed", "a", 29)), None);

        await fixture.Grain("early").FireAsync(Make.Day(30), None);

        var commit = CommitsOf("early").Last();
        Assert.Empty(commit.History);
        Assert.Equal((true, Make.Day(32)), (commit.NextDueChanged, commit.NextDueAt!.Value));
    }

    [Fact]
    public async Task Apply_TimerOverdueAsItIsMade_WaitsUntilTheStreamHasSettled()
    {
        await fixture.Grain("import").ApplyAsync(Batch("import", (1, "order.placed", "a", 0)), None);

        var commit = CommitsOf("import").Single();
        Assert.Equal(Make.Day(3), commit.NextDueAt);
        Assert.NotNull(commit.NextDueNotBefore);
    }

    [Fact]
    public async Task Admit_WaitingAction_StoresTheAnswerOnce()
    {
        var action = await MissAsync("admit");

        await fixture.Grain("admit").AdmitAsync([action], None);
        await fixture.Grain("admit").AdmitAsync([action], None);

        Assert.Equal(AdmissionResult.Admitted, fixture.Store.Outbox[action].Answer);
        Assert.Single(CommitsOf("admit").SelectMany(c => c.Answers));
        Assert.Contains(fixture.Events.Actions, a => a.Action == action && a.Status == "admitted");
    }

    [Fact]
    public async Task Admit_KillSwitchThrownWhileAnswering_IsSeen()
    {
        var action = await MissAsync("kill");
        fixture.Store.AfterFacts = () =>
        {
            fixture.Store.KillSwitch = true;
            fixture.Store.FactsVersion++;
        };

        await fixture.Grain("kill").AdmitAsync([action], None);
        fixture.Store.KillSwitch = false;

        Assert.Equal(AdmissionResult.Held, fixture.Store.Outbox[action].Answer);
    }

    [Fact]
    public async Task Admit_MoreThanTheBudgetInOneTurn_HoldsWhatGoesBeyondIt()
    {
        var actions = await GiveAsync("budget", "voucher");

        await fixture.Grain("budget").AdmitAsync(actions, None);

        var answers = CommitsOf("budget").SelectMany(c => c.Answers).ToList();
        Assert.Equal([AdmissionResult.Admitted, AdmissionResult.Admitted, AdmissionResult.Held], answers.Select(a => a.Result).Order());
        var held = answers.Single(a => a.Result == AdmissionResult.Held);
        Assert.Equal((HoldReason.Budget, "The policy's offers come to at most 25.00 EUR a day"), (held.Reason, held.Limit));
        Assert.Equal(new DateTimeOffset(2026, 4, 3, 0, 0, 0, TimeSpan.Zero), held.NextAt);
        Assert.Equal(2_000, Assert.Single(CommitsOf("budget").Last().Uses, u => u.Limit == "budget:2026-04-02:voucher").Amount);
    }

    [Fact]
    public async Task Admit_BudgetTakenByAnotherWhileAnswering_IsHeld()
    {
        var actions = await GiveAsync("contested", "contested");
        fixture.Store.AfterFacts = () => fixture.Store.Used["budget:2026-04-02:contested"] = 1_500;

        await fixture.Grain("contested").AdmitAsync(actions, None);

        Assert.Equal(1, CommitsOf("contested").SelectMany(c => c.Answers).Count(a => a.Result == AdmissionResult.Admitted));
        Assert.Equal(2_500, fixture.Store.Used["budget:2026-04-02:contested"]);
    }

    [Fact]
    public async Task Admit_FarAboveTheForecast_TripsTheBreaker()
    {
        var actions = await GiveAsync("watched", "watched");
        for (var day = 26; day <= 32; day++)
        {
            // 31 a day at noon: 62 in an hour is twice the mean.
            fixture.Store.Used[FormattableString.Invariant($"fired:{Make.Day(day - 3):yyyy-MM-dd}T12:watched")] = 31;
        }

        fixture.Store.Used["fired:2026-04-02T12:watched"] = 61;

        await fixture.Grain("watched").AdmitAsync(actions, None);

        var answers = CommitsOf("watched").SelectMany(c => c.Answers).ToList();
        Assert.Equal([HoldReason.None, HoldReason.PolicyStopped, HoldReason.PolicyStopped], answers.Select(a => a.Reason));
        Assert.Contains(("watched", 62L), fixture.Events.Overruns);
    }

    [Fact]
    public async Task Admit_PolicyThatSetsItselfOff_IsCutOffByTheBreakerAndTold()
    {
        const int Floor = 60;
        var rounds = 0;
        HoldReason reason;
        do
        {
            // Somebody completes the case that the callback of the last round became.
            rounds++;
            await fixture.Grain("round").ApplyAsync(Batch("round", (rounds, "case.completed", $"case-{rounds}", 25)), None);
            var callback = CommitsOf("round").SelectMany(c => c.Actions).Last();
            await fixture.Grain("round").AdmitAsync([callback.Id], None);
            reason = CommitsOf("round").SelectMany(c => c.Answers).Last().Reason;
        }
        while (reason == HoldReason.None && rounds <= 2 * Floor);

        // What is held becomes no case: nobody completes it.
        Assert.Equal((Floor + 1, HoldReason.PolicyStopped), (rounds, reason));
        Assert.Contains(("round", (long)Floor), fixture.Events.Overruns);
    }

    private async Task<System.Collections.Immutable.ImmutableArray<string>> GiveAsync(string customer, string policy)
    {
        await fixture.Grain(customer).ApplyAsync(Batch(customer, (1, policy, "a", 25)), None);
        return [.. CommitsOf(customer).SelectMany(c => c.Actions).Select(a => a.Id)];
    }

    private async Task<string> MissAsync(string customer)
    {
        await fixture.Grain(customer).ApplyAsync(Batch(customer, (1, "order.placed", "a", 25)), None);
        await fixture.Grain(customer).FireAsync(Make.Day(29), None);
        return CommitsOf(customer).SelectMany(c => c.Actions).Single().Id;
    }
}
