using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

/// <summary>What falls due while its policy is paused is held, and goes on or expires; what nothing waits for any more says so.</summary>
public class PauseTests
{
    private static readonly PolicyDefinition Welcome = new()
    {
        Id = "welcome",
        Name = "Welcome",
        Version = 1,
        Triggers = [new OnTouchpoint { Match = Sets.On("go") }],
        Actions = [Message("first"), Wait(null, "later", "came")],
    };

    private static readonly PolicyDefinition Absent = new()
    {
        Id = "absent",
        Name = "Absent",
        Version = 1,
        Triggers = [new OnAbsence { After = [Sets.On("cart")], Of = [Sets.On("order")], Within = TimeSpan.FromHours(1) }],
        Actions = [Message("still there?")],
    };

    private static MessageTemplate Message(string text) => new() { Channel = "push", Text = text };

    private static WaitTemplate Wait(string? id, string otherwise, string then = "then") =>
        new() { Id = id, For = TimeSpan.FromHours(1), Until = [Sets.On("came")], Then = [Message(then)], Otherwise = [Message(otherwise)] };

    private static CompiledDefinitions Set(params PolicyDefinition[] policies) => new(new DefinitionSet { Policies = [.. policies] });

    private static Decision Touch(CustomerState state, string type, double hour, CompiledDefinitions set) =>
        Customer.Decide(state, new RecordTouchpoint { Touchpoint = Make.Touchpoint(type, Make.Start.AddHours(hour)) }, set);

    private static Decision Time(CustomerState state, double hour, CompiledDefinitions set) =>
        Customer.Decide(state, new FireTimers { UpTo = Make.Start.AddHours(hour) }, set);

    private static IEnumerable<string?> Texts(Decision decision) => decision.Actions.Select(a => a[ActionContent.Text]);

    private static IEnumerable<PolicyDecision> Decisions(Decision decision) => decision.Events.OfType<PolicyDecided>().Select(e => e.Decision);

    [Fact]
    public void Wait_DueWhilePaused_IsHeldAndGoesOnAfterResuming()
    {
        var (active, paused) = (Set(Welcome), Set(Welcome with { Enabled = false }));
        var began = Touch(CustomerState.For(Make.Customer), "go", 0, active);

        var due = Time(began.Next, 2, paused);
        var held = Assert.Single(Decisions(due));
        Assert.Equal((PolicyOutcome.Held, HoldReason.PolicyPaused, "welcome"), (held.Outcome, held.Reason, held.Policy));
        Assert.NotNull(held.NextAt);

        var resumed = Time(due.Next, 5, active);
        Assert.Equal(["later"], Texts(resumed));
        Assert.Empty(resumed.Next.Waits);
    }

    [Fact]
    public void Wait_HeldForLongerThanActionsLive_ExpiresWithADecision()
    {
        var (active, paused) = (Set(Welcome), Set(Welcome with { Enabled = false }));
        var due = Time(Touch(CustomerState.For(Make.Customer), "go", 0, active).Next, 100, paused);

        Assert.Equal([HoldReason.PolicyPaused, HoldReason.Expired], Decisions(due).Select(d => d.Reason));
        Assert.Empty(due.Next.Waits);
        Assert.InRange(due.Events.OfType<WaitChanged>().Count(), 2, 60);
        Assert.Empty(Time(due.Next, 200, active).Actions);
    }

    [Fact]
    public void Wait_EndedWhilePaused_GoesOnWithWhatFollowsThat()
    {
        var (active, paused) = (Set(Welcome), Set(Welcome with { Enabled = false }));
        var came = Touch(Touch(CustomerState.For(Make.Customer), "go", 0, active).Next, "came", 0.5, paused);
        Assert.Equal(HoldReason.PolicyPaused, Assert.Single(Decisions(came)).Reason);

        Assert.Equal(["came"], Texts(Time(came.Next, 2, active)));
    }

    [Fact]
    public void Absence_DueWhilePaused_IsHeldAndGoesOnAfterResuming()
    {
        var (active, paused) = (Set(Absent), Set(Absent with { Enabled = false }));
        var due = Time(Touch(CustomerState.For(Make.Customer), "cart", 0, active).Next, 1.5, paused);
        Assert.Equal(HoldReason.PolicyPaused, Assert.Single(Decisions(due)).Reason);

        Assert.Equal(["still there?"], Texts(Time(due.Next, 4, active)));
    }

    [Fact]
    public void Absence_AnsweredWhilePaused_DoesNotFireAfterResuming()
    {
        var (active, paused) = (Set(Absent), Set(Absent with { Enabled = false }));
        var answered = Touch(Touch(CustomerState.For(Make.Customer), "cart", 0, active).Next, "order", 0.5, paused);

        Assert.Empty(Time(answered.Next, 4, active).Actions);
    }

    [Fact]
    public void Wait_CheckDoesNotHold_LeavesATrace()
    {
        var check = new FieldIs { Field = new(FieldRoot.Customer, "tier"), Comparison = Comparison.Exists, Values = [] };
        var set = Set(Welcome with { Actions = [Wait(null, "later") with { Check = check }] });
        var fired = Time(Touch(CustomerState.For(Make.Customer), "go", 0, set).Next, 2, set);

        Assert.Empty(fired.Actions);
        Assert.NotNull(Assert.Single(fired.Events.OfType<WaitChanged>()).Note);
    }

    [Fact]
    public void Wait_StepInsertedBeforeIt_GoesOn()
    {
        var (before, after) = (Set(Welcome), Set(Welcome with { Actions = [Message("first"), Message("inserted"), Wait(null, "later")] }));

        Assert.Equal(["later"], Texts(Time(Touch(CustomerState.For(Make.Customer), "go", 0, before).Next, 2, after)));
    }

    [Fact]
    public void Wait_WithAnId_GoesOnWhereverTheStepIs()
    {
        var before = Set(Welcome with { Actions = [Wait("a", "A"), Wait("b", "B")] });
        var after = Set(Welcome with { Actions = [Wait("new", "new"), Wait("b", "B2"), Wait("a", "A2")] });

        var fired = Time(Touch(CustomerState.For(Make.Customer), "go", 0, before).Next, 2, after);
        Assert.Equal(["A2", "B2"], Texts(fired).Order(StringComparer.Ordinal));
        Assert.Equal(2, fired.Actions.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public void Wait_StepIsGone_EndsWithADecisionThatSaysSo()
    {
        var began = Touch(CustomerState.For(Make.Customer), "go", 0, Set(Welcome with { Actions = [Wait("a", "A")] }));

        var gone = Assert.Single(Decisions(Time(began.Next, 2, Set(Welcome with { Actions = [Message("only")] }))));
        Assert.Equal((HoldReason.StepGone, "Step a is no longer part of the policy"), (gone.Reason, gone.Limit));
        Assert.Equal("The policy is no longer published", Assert.Single(Decisions(Time(began.Next, 2, Set()))).Limit);
    }

    [Fact]
    public void Wait_VariantsReordered_EachGoesOnWithItsOwn()
    {
        var (a, b) = (Variant("va", "A"), Variant("vb", "B"));
        var (before, after) = (Set(Welcome with { Actions = [], Variants = [a, b] }), Set(Welcome with { Actions = [], Variants = [b, a] }));
        for (var i = 0; i < 40; i++)
        {
            var customer = new CustomerId($"customer-{i}");
            var began = Customer.Decide(CustomerState.For(customer), new RecordTouchpoint { Touchpoint = Make.Touchpoint("go", Make.Start, customer: customer) }, before);
            var drawn = Assert.Single(Decisions(began)).Variant;

            Assert.Equal([drawn == "va" ? "A" : "B"], Texts(Time(began.Next, 2, after)));
        }

        static PolicyVariant Variant(string id, string text) => new() { Id = id, Weight = 50, Actions = [Wait(null, text)] };
    }
}
