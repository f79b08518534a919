using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>What a commit writes beside the customer's row.</summary>
public abstract class CustomerRowsSuite : StoreSuite
{
    private static readonly CustomerId Ann = new("c-1");

    [Fact]
    public async Task Find_IdentitiesInTheHistory_ComeWithTheirInputs()
    {
        await Store.CommitAsync("c-1", c => c with { History = [Some.Entry(1, "t-1"), Some.Entry(2, "t-2"), Some.Entry(3, "t-1", source: "app")] });

        var found = await Store.Customers.FindAsync(Some.Key(), [new TouchpointIdentity("shop", "t-1").HashFor(Ann), new TouchpointIdentity("shop", "t-9").HashFor(Ann)], None);

        var one = Assert.Single(found);
        Assert.Equal(("shop", "t-1", """{"id":"t-1"}"""), (one.Source, one.Id, Some.Text(one.Input)));
    }

    [Fact]
    public async Task Find_HashOfAnotherCustomersInput_IsNotFound()
    {
        var hash = new TouchpointIdentity("shop", "t-1").HashFor(Ann);
        await Store.CommitAsync("c-2", c => c with { History = [Some.Entry(1, "t-1", "c-2") with { IdentityHash = hash }] });

        Assert.Empty(await Store.Customers.FindAsync(Some.Key(), [hash], None));
    }

    [Fact]
    public async Task Find_TwoInputsOfOneHash_BothCome()
    {
        await Store.CommitAsync("c-1", c => c with { History = [Some.Entry(1, "t-1") with { IdentityHash = ulong.MaxValue }, Some.Entry(2, "t-2") with { IdentityHash = ulong.MaxValue }] });

        Assert.Equal(["t-1", "t-2"], (await Store.Customers.FindAsync(Some.Key(), [ulong.MaxValue], None)).Select(f => f.Id).Order());
    }

    [Fact]
    public async Task Find_InputsThatAreNoTouchpoints_AreNotFound()
    {
        await Store.CommitAsync("c-1", c => c with { History = [Some.Entry(1) with { Kind = HistoryKind.Timer, IdentityHash = 0 }] });

        Assert.Empty(await Store.Customers.FindAsync(Some.Key(), [0], None));
    }

    [Fact]
    public async Task Commit_ActionThatIsThere_StaysAsItIs()
    {
        await Store.AdmitAsync(Some.Action("a-1", content: ("text", "first")));

        // A republished policy decides the same again.
        await Store.DecideAsync(Some.Action("a-1", content: ("text", "second")) with { PolicyVersion = 9 });

        var item = await Store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Admitted, "first", 3), (item.Status, item.Action["text"], item.Action.PolicyVersion));
        Assert.Empty(await Store.Outbox.WaitingAsync(Share.Whole, Make.Day(1), 10, None));
    }

    [Fact]
    public async Task LoadActions_OnlyWaitingOnesOfThatCustomer()
    {
        await Store.DecideAsync(Some.Action("decided"), Some.Action("held"), Some.Action("admitted"), Some.Action("refused"));
        await Store.DecideAsync(Some.Action("other", "c-2"));
        await Store.AnswerAsync(
            "c-1",
            Some.Answer("held", AdmissionResult.Held, HoldReason.KillSwitch, Make.Day(1)),
            Some.Answer("admitted"),
            Some.Answer("refused", AdmissionResult.Refused, HoldReason.Consent));

        var waiting = await Store.Customers.LoadActionsAsync(Some.Key(), ["decided", "held", "admitted", "refused", "other", "unknown"], None);

        Assert.Equal(["decided", "held"], waiting.Select(a => a.Id).Order());
    }

    [Fact]
    public async Task LoadActions_WhatWasDecided_ComesBackWhole()
    {
        var action = Some.Action("a-1", kind: ActionKind.Webhook, content: [("url", "https://example.org/"), ("data.name", "Ärger \"x\" 😀")]) with { Cooldown = TimeSpan.FromDays(30) };
        await Store.DecideAsync(action);

        var loaded = Assert.Single(await Store.Customers.LoadActionsAsync(Some.Key(), ["a-1"], None));

        Assert.Equal(action.Content, loaded.Content);
        Assert.Equal(action with { Content = default }, loaded with { Content = default });
    }

    [Fact]
    public async Task Commit_Answers_MoveTheirActions()
    {
        await Store.DecideAsync(Some.Action("held"), Some.Action("admitted"), Some.Action("refused"));
        await Store.AnswerAsync(
            "c-1",
            Some.Answer("held", AdmissionResult.Held, HoldReason.KillSwitch, Make.Day(1)),
            Some.Answer("admitted"),
            Some.Answer("refused", AdmissionResult.Refused, HoldReason.Consent));

        var held = await Store.ActionAsync("held");
        Assert.Equal((ActionStatus.Held, HoldReason.KillSwitch, Make.Day(1)), (held.Status, held.Reason, held.NextAt!.Value));
        var admitted = await Store.ActionAsync("admitted");
        Assert.Equal((ActionStatus.Admitted, HoldReason.None, Make.Start.AddMinutes(1)), (admitted.Status, admitted.Reason, admitted.StatusAt));
        Assert.Equal(HoldReason.Consent, (await Store.ActionAsync("refused")).Reason);
    }

    [Fact]
    public async Task Commit_AnswerToAnActionAnsweredBefore_WritesNothing()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await Store.DecideAsync(Some.Action("a-2"));

        Assert.Equal(CommitResult.FactsChanged, await Store.AnswerAsync("c-1", Some.Answer("a-2"), Some.Answer("a-1", AdmissionResult.Refused)));
        Assert.Equal(ActionStatus.Admitted, (await Store.ActionAsync("a-1")).Status);
        Assert.Equal(ActionStatus.Decided, (await Store.ActionAsync("a-2")).Status);
    }

    [Fact]
    public async Task Commit_SwitchThrownSinceTheFactsWereRead_WritesNothing()
    {
        await Store.DecideAsync(Some.Action("a-1"));
        var (facts, version) = await Store.Customers.LoadFactsAsync(Some.Key(), None);
        await Store.Sending.SetAsync(stopped: true, "Ann", None);

        var result = await Store.CommitAsync("c-1", c => c with { Answers = [Some.Answer("a-1")], FactsVersion = version });

        Assert.False(facts.KillSwitch);
        Assert.Equal(CommitResult.FactsChanged, result);
        Assert.Equal(ActionStatus.Decided, (await Store.ActionAsync("a-1")).Status);
        Assert.True((await Store.Customers.LoadFactsAsync(Some.Key(), None)).Facts.KillSwitch);
    }

    [Fact]
    public async Task Commit_TouchpointsWhileTheSwitchChanges_AreNotHeldUp()
    {
        await Store.CommitAsync("c-1");
        await Store.Sending.SetAsync(stopped: true, "Ann", None);

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync("c-1"));
    }
}
