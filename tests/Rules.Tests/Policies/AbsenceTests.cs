using CsCheck;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public class AbsenceTests
{
    private static readonly OnAbsence NoOrder = new() { After = [Sets.On("cart.updated")], Of = [Sets.On("order.placed")], Within = TimeSpan.FromHours(1) };

    private static Walk With(OnAbsence trigger, Condition? when = null) => new(Sets.OfOrder with
    {
        Policies =
        [
            new PolicyDefinition
            {
                Id = "cart", Name = "Cart", Triggers = [trigger], When = when ?? Condition.Always,
                Actions = [new MessageTemplate { Channel = "email", Text = "{touchpoint.product|it} still waits" }],
            },
        ],
    });

    private static Touchpoint Cart(double minutes, string product = "lamp") =>
        Make.Touchpoint("cart.updated", Make.Start.AddMinutes(minutes), attributes: [("product", Make.Text(product)), ("colour", Make.Text("red"))]);

    private static Touchpoint Order(double minutes, params ReadOnlySpan<(string, Scalar)> attributes) =>
        Make.Touchpoint("order.placed", Make.Start.AddMinutes(minutes), attributes: attributes);

    [Fact]
    public void Absence_NothingFollows_FiresAtItsSecondWithWhatBeganIt()
    {
        var walk = With(NoOrder).Then(Cart(0)).Wait(Make.Start.AddMinutes(59.99));
        Assert.Empty(walk.Actions);

        walk.Wait(Make.Start.AddDays(2));

        var action = Assert.Single(walk.Actions);
        Assert.Equal("lamp still waits", action[ActionContent.Text]);
        Assert.Equal(Make.Start.AddHours(1), action.DecidedAt);
        Assert.Equal("Nothing followed cart.updated", Assert.Single(walk.Decisions).Because);
    }

    [Fact]
    public void Absence_ItFollows_NeverFires()
    {
        var walk = With(NoOrder).Then(Cart(0)).Then(Order(30)).Wait(Make.Day(200));

        Assert.Empty(walk.Actions);
    }

    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 90)]
    public void Absence_BegunAgain_CountsFromTheFirstUnlessItRestarts(bool restart, double minutes)
    {
        var walk = With(NoOrder with { Restart = restart }).Then(Cart(0)).Then(Cart(30, "chair")).Wait(Make.Day(1));

        Assert.Equal(Make.Start.AddMinutes(minutes), Assert.Single(walk.Actions).DecidedAt);
    }

    [Fact]
    public void Absence_AnswerCameBeforeItsBeginning_BeginsNothing()
    {
        var walk = With(NoOrder).Then(Order(30)).Then(Cart(0)).Wait(Make.Day(1));

        Assert.Empty(walk.Actions);
    }

    [Fact]
    public void Absence_AnswerFromBefore_DoesNotAnswer()
    {
        var walk = With(NoOrder).Then(Order(-30)).Then(Cart(0)).Wait(Make.Day(1));

        Assert.Single(walk.Actions);
    }

    [Fact]
    public void Absence_BeginningTooLateToWait_FiresAtOnce()
    {
        var walk = With(NoOrder).Then(Make.Touchpoint("page.seen", Make.Start.AddHours(3))).Then(Cart(0));

        Assert.Single(walk.Actions);
    }

    [Fact]
    public void Absence_SameAttribute_WaitsForEachValue()
    {
        var trigger = new OnAbsence { After = [Sets.On("order.placed")], Of = [Sets.On("order.shipped")], Within = TimeSpan.FromHours(1), SameBy = "order" };
        var walk = With(trigger).Then(Order(0, ("order", Make.Text("a")))).Then(Order(1, ("order", Make.Text("b"))))
            .Then(Make.Touchpoint("order.shipped", Make.Start.AddMinutes(20), attributes: ("order", Make.Text("a")))).Wait(Make.Start.AddHours(2));

        Assert.Equal("b", Assert.Single(walk.Actions).Correlation);
    }

    [Fact]
    public void Absence_WithoutTheSharedAttribute_BeginsNothing()
    {
        var walk = With(NoOrder with { SameBy = "session" }).Then(Cart(0)).Wait(Make.Day(1));

        Assert.Empty(walk.Actions);
    }

    [Fact]
    public void Absence_OfItsOwnBeginning_CountsFromTheLast()
    {
        // No sign-in for a week after a sign-in.
        var walk = With(new OnAbsence { After = [Sets.On("sign.in")], Of = [Sets.On("sign.in")], Within = TimeSpan.FromDays(7) })
            .Then(Make.Touchpoint("sign.in", Make.Day(0))).Then(Make.Touchpoint("sign.in", Make.Day(5))).Wait(Make.Day(30));

        Assert.Equal(Make.Day(12), Assert.Single(walk.Actions).DecidedAt);
    }

    [Fact]
    public void Absence_ConditionFailsAtItsTime_DoesNotFire()
    {
        var quiet = new FieldIs { Field = new(FieldRoot.Touchpoint, "product"), Comparison = Comparison.Is, Values = [Make.Text("chair")] };
        var walk = With(NoOrder, quiet).Then(Cart(0)).Wait(Make.Day(1));

        Assert.Empty(walk.Actions);
    }

    [Fact]
    public void Absence_PolicyGoneMeanwhile_IsDroppedSilently()
    {
        var waiting = With(NoOrder).Then(Cart(0)).State;
        var decision = Customer.Decide(waiting, new FireTimers { UpTo = Make.Day(1) }, new CompiledDefinitions(Sets.OfOrder));

        Assert.Empty(decision.Actions);
        Assert.Empty(decision.Next.Waits);
    }

    [Fact]
    public void Wait_OfAPolicy_KeepsOnlyTheFieldsItNames()
    {
        var wait = Assert.Single(With(NoOrder).Then(Cart(0)).State.Waits);

        Assert.Equal(["product"], wait.Kept.Values.Select(v => v.Name));
    }

    [Fact]
    public void Waits_MoreThanTheBound_BeginNoFurtherOneAndSaySo()
    {
        var trigger = NoOrder with { SameBy = "session", Within = TimeSpan.FromDays(30) };
        var walk = With(trigger);
        for (var n = 0; n < 2 * CustomerState.RememberedMax; n++)
        {
            walk.Then(Make.Touchpoint("order.placed", Make.Start.AddMinutes(n), attributes: ("session", Make.Text($"bought {n}"))));
        }

        for (var n = 0; n < CustomerState.WaitsMax + 4; n++)
        {
            walk.Then(Make.Touchpoint("cart.updated", Make.Start.AddMinutes(100 + n), attributes: ("session", Make.Text($"open {n}"))));
        }

        Assert.Equal(CustomerState.WaitsMax, walk.State.Waits.Count(w => w.Kind == WaitKind.Absence));
        Assert.Contains(walk.State.Waits, w => w.Correlation == "open 0");
        Assert.InRange(walk.State.Waits.Count(w => w.Kind == WaitKind.Answered), 1, CustomerState.RememberedMax);
        Assert.Equal(4, walk.Decisions.Count(d => d is { Outcome: PolicyOutcome.Held, Reason: HoldReason.WaitsFull }));
    }
}
