using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public class PolicyTests
{
    private static readonly MessageTemplate Mail = new() { Channel = "email", Subject = "Sorry", Text = "Hello {customer.name|there}, order {touchpoint.order} is late." };

    private static PolicyDefinition Policy(Trigger trigger, Condition? when = null, TimeSpan? cooldown = null, string id = "p", int priority = 50, PolicyCategory category = PolicyCategory.Service, int version = 1) => new()
    {
        Id = id,
        Name = id,
        Version = version,
        Category = category,
        Priority = priority,
        Triggers = [trigger],
        When = when ?? Condition.Always,
        Actions = [Mail],
        Cooldown = cooldown,
    };

    private static Walk With(params PolicyDefinition[] policies) => new(Sets.OfOrder with { Policies = [.. policies] });

    private static Touchpoint Placed(double day, string order = "o-1", string promised = "2026-03-10") => Make.Touchpoint(
        "order.placed", Make.Day(day), $"{order}:placed", attributes: [("order", Make.Text(order)), ("expectedBy", Make.Text(promised))]);

    private static Touchpoint Updated(double day, params ReadOnlySpan<(string, Scalar)> attributes) =>
        Make.Touchpoint("customer.updated", Make.Day(day), attributes: attributes);

    [Fact]
    public void ExpectationMissed_ItsPolicy_FiresWithTheInstanceAndTheText()
    {
        var walk = With(Policy(new OnExpectationMissed { Journey = "order", Expectation = "delivery" })).Then(Placed(0)).Wait(Make.Day(20));

        var action = Assert.Single(walk.Actions);
        Assert.Equal("Hello there, order o-1 is late.", action[ActionContent.Text]);
        Assert.Equal(("order", "o-1"), (action.Journey, action.Correlation));
        Assert.Equal(action.DecidedAt.AddHours(24), action.ExpiresAt);
        Assert.Equal("Delivery date missed", Assert.Single(walk.Decisions).Because);
    }

    [Fact]
    public void LowPointOpened_ItsPolicy_FiresOnce()
    {
        var walk = With(Policy(new OnLowPointOpened())).Then(Placed(0)).Wait(Make.Day(20));

        Assert.Single(walk.Actions);
    }

    [Fact]
    public void LowPointClosed_OnlyWithItsOutcome_Fires()
    {
        var recovered = Policy(new OnLowPointClosed { Outcome = LowPointOutcome.Recovered }, id: "r");
        var faded = Policy(new OnLowPointClosed { Outcome = LowPointOutcome.Faded }, id: "f");

        var walk = With(recovered, faded).Then(Placed(0)).Wait(Make.Day(20));
        walk.Then(Make.Touchpoint("refund.issued", Make.Day(21), attributes: ("order", Make.Text("o-1"))));

        Assert.Equal("r", Assert.Single(walk.Actions).Policy);
    }

    [Fact]
    public void StageEntered_ItsPolicy_Fires()
    {
        var walk = With(Policy(new OnStageEntered { Journey = "order", Stage = "delivered" })).Then(Placed(0))
            .Then(Make.Touchpoint("order.delivered", Make.Day(1), attributes: ("order", Make.Text("o-1"))));

        Assert.Single(walk.Actions);
    }

    [Fact]
    public void HighPointOpened_TopFeedback_Fires()
    {
        var walk = With(Policy(new OnHighPointOpened())).Then(Make.Touchpoint("survey", Make.Start, feedback: new Feedback { Nps = 10 }));

        Assert.Single(walk.Actions);
    }

    [Fact]
    public void Cooldown_SecondCause_IsHeldWithItsTime()
    {
        var walk = With(Policy(new OnTouchpoint { Match = Sets.On("order.placed") }, cooldown: TimeSpan.FromDays(30)))
            .Then(Placed(0)).Then(Placed(1, "o-2"));

        Assert.Single(walk.Actions);
        var held = walk.Decisions.Last();
        Assert.Equal((PolicyOutcome.Held, HoldReason.Cooldown, Make.Day(30)), (held.Outcome, held.Reason, held.NextAt!.Value));
    }

    [Fact]
    public void Cooldown_RefusedAction_DoesNotCount()
    {
        var walk = With(Policy(new OnTouchpoint { Match = Sets.On("order.placed") }, cooldown: TimeSpan.FromDays(30)))
            .Then(Updated(0, ("consent.email", Scalar.Of(false))))
            .Then(Placed(0.1));
        Assert.Equal(HoldReason.Consent, walk.Admit(walk.Actions.Single(), Make.Day(0.1)).Reason);

        walk.Then(Updated(0.2, ("consent.email", Scalar.Of(true)))).Then(Placed(1, "o-2"));

        Assert.Equal(2, walk.Actions.Count());
    }

    [Fact]
    public void Priority_SeveralPolicies_DecideInItsOrder()
    {
        var trigger = new OnTouchpoint { Match = Sets.On("order.placed") };
        var walk = With(Policy(trigger, id: "low", priority: 10), Policy(trigger, id: "b", priority: 90), Policy(trigger, id: "a", priority: 90)).Then(Placed(0));

        Assert.Equal(["a", "b", "low"], walk.Actions.Select(a => a.Policy));
    }

    [Fact]
    public void ActionId_Republished_IsTheSame()
    {
        var trigger = new OnTouchpoint { Match = Sets.On("order.placed") };

        var first = With(Policy(trigger, version: 1)).Then(Placed(0)).Actions.Single();
        var second = With(Policy(trigger, version: 2)).Then(Placed(0)).Actions.Single();

        Assert.Equal(first.Id, second.Id);
        Assert.Equal((1, 2), (first.PolicyVersion, second.PolicyVersion));
    }

    [Theory]
    [InlineData(PolicyCategory.Service, null, true)]
    [InlineData(PolicyCategory.Service, false, false)]
    [InlineData(PolicyCategory.Promotion, null, false)]
    [InlineData(PolicyCategory.Promotion, true, true)]
    public void Admission_Consent_DependsOnTheCategory(PolicyCategory category, bool? consent, bool admitted)
    {
        var walk = With(Policy(new OnTouchpoint { Match = Sets.On("order.placed") }, category: category));
        if (consent is { } said)
        {
            walk.Then(Updated(0, ("consent.email", Scalar.Of(said))));
        }

        walk.Then(Placed(0.1));

        Assert.Equal(admitted ? AdmissionResult.Admitted : AdmissionResult.Refused, walk.Admit(walk.Actions.Single(), Make.Day(0.1)).Result);
    }

    [Fact]
    public void Admission_TooLate_IsRefusedAsExpired()
    {
        var walk = With(Policy(new OnTouchpoint { Match = Sets.On("order.placed") })).Then(Placed(0));

        Assert.Equal(HoldReason.Expired, walk.Admit(walk.Actions.Single(), Make.Day(1.1)).Reason);
    }

    [Fact]
    public void Admission_KillSwitch_HoldsAndAsksAgain()
    {
        var walk = With(Policy(new OnTouchpoint { Match = Sets.On("order.placed") })).Then(Placed(0));

        var answer = walk.Admit(walk.Actions.Single(), Make.Day(0.1), killSwitch: true);
        Assert.Equal((AdmissionResult.Held, HoldReason.KillSwitch), (answer.Result, answer.Reason));
        Assert.Equal(Make.Day(0.1) + Admission.AskAgainAfter, answer.NextAt);
        Assert.Equal(AdmissionResult.Admitted, walk.Admit(walk.Actions.Single(), Make.Day(0.2)).Result);
    }

    // Asked by the clock while the log has a backlog: what the backlog may hold is not made up.
    [Fact]
    public void Admission_LongAfterTheLastTouchpoint_MissesNothingThatMayStillCome()
    {
        var walk = With(Policy(new OnTouchpoint { Match = Sets.On("order.placed") })).Then(Placed(0));

        Assert.Equal(Make.Day(5), walk.Admit(walk.Actions.Single(), Make.Day(5)).At);
        walk.Then(Make.Touchpoint("order.shipped", Make.Day(1), attributes: ("order", Make.Text("o-1"))));

        Assert.DoesNotContain(walk.Events.OfType<ExpectationChanged>(), e => e.Change == ExpectationChange.Missed);
        Assert.Equal(Make.Day(1), walk.State.EffectiveAt);
    }

    [Fact]
    public void Count_WithinAWindow_HoldsFromItsNumberOn()
    {
        var count = new CountIs { Match = Sets.On("contact.*"), AtLeast = 3, Within = TimeSpan.FromDays(7) };
        var walk = With(Policy(new OnTouchpoint { Match = Sets.On("contact.*") }, count));

        foreach (var day in (double[])[0, 1, 9, 10])
        {
            walk.Then(Make.Touchpoint("contact.phone", Make.Day(day)));
        }

        Assert.Empty(walk.Actions);
        walk.Then(Make.Touchpoint("contact.chat", Make.Day(11)));
        Assert.Single(walk.Actions);
    }

    [Fact]
    public void Conditions_NestedGroups_HoldAsTheyRead()
    {
        var gold = new FieldIs { Field = new(FieldRoot.Customer, "segment"), Comparison = Comparison.In, Values = [Scalar.Of("gold"), Scalar.Of("silver")] };
        var large = new FieldIs { Field = new(FieldRoot.Touchpoint, "amount"), Comparison = Comparison.Above, Values = [Scalar.Of(50)] };
        var when = new AllOf { Items = [large, new NoneOf { Items = [gold] }] };

        var plain = With(Policy(new OnTouchpoint { Match = Sets.On("order.placed") }, when));
        plain.Then(Placed(0) with { Value = new Money { Amount = 60, Currency = "EUR" } });
        var golden = With(Policy(new OnTouchpoint { Match = Sets.On("order.placed") }, when)).Then(Updated(0, ("segment", Make.Text("gold"))));
        golden.Then(Placed(0.1) with { Value = new Money { Amount = 60, Currency = "EUR" } });

        Assert.Single(plain.Actions);
        Assert.Empty(golden.Actions);
    }

    [Fact]
    public void Message_WithAQueue_NamesItForRepliesAndNotAsACallbacks()
    {
        var policy = Policy(new OnTouchpoint { Match = Sets.On("order.placed") }) with
        {
            Actions = [Mail with { Queue = "recovery" }, new OfferTemplate { Channel = "email", Offer = "voucher", Text = "Here.", Queue = "recovery" }, Mail],
        };

        var actions = With(policy).Then(Placed(0)).Actions;

        Assert.Equal(["recovery", "recovery", null], actions.Select(a => a[ActionContent.ReplyQueue]));
        Assert.All(actions, a => Assert.Null(a[ActionContent.Queue]));
    }

    [Fact]
    public void Text_LineBreakInAName_StaysOneSubjectLine()
    {
        var policy = Policy(new OnTouchpoint { Match = Sets.On("order.placed") }) with
        {
            Actions = [Mail with { Subject = "Sorry {customer.name}" }],
        };
        var walk = With(policy).Then(Updated(0, ("name", Make.Text("Eve\r\nBcc: all@example.org")))).Then(Placed(0.1));

        Assert.Equal("Sorry Eve Bcc: all@example.org", walk.Actions.Single()[ActionContent.Subject]);
    }
}
