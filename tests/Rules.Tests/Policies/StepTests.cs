using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public class StepTests
{
    private static readonly MessageTemplate Sorry = new() { Channel = "email", Text = "Sorry for {touchpoint.product|that}" };
    private static readonly CallbackTemplate Call = new() { Queue = "recovery", Reason = "{touchpoint.product|No answer}" };
    private static readonly SetAttributeTemplate Answered = new() { Name = "answered", Value = Scalar.Of(true) };

    private static WaitTemplate Wait(Condition? check = null) => new()
    {
        For = TimeSpan.FromDays(3),
        Until = [Sets.On("contact.*")],
        Then = [Answered],
        Otherwise = [Call],
        Check = check ?? Condition.Always,
    };

    private static Walk With(params ActionTemplate[] actions) => new(Sets.OfOrder with
    {
        Policies = [new PolicyDefinition { Id = "p", Name = "P", Triggers = [new OnTouchpoint { Match = Sets.On("parcel.broken") }], Actions = [.. actions] }],
    });

    private static Touchpoint Of(string type, double day, string? order = null) => order is null
        ? Make.Touchpoint(type, Make.Day(day), attributes: ("product", Make.Text("lamp")))
        : Make.Touchpoint(type, Make.Day(day), $"{type}:{order}", attributes: [("product", Make.Text("lamp")), ("order", Make.Text(order))]);

    [Fact]
    public void Wait_NothingComes_GoesOnWithTheOtherWay()
    {
        var walk = With(Sorry, Wait()).Then(Of("parcel.broken", 0));
        Assert.Single(walk.Actions);

        walk.Wait(Make.Day(10));

        Assert.Equal([ActionKind.Message, ActionKind.Callback], walk.Actions.Select(a => a.Kind));
        var call = walk.Actions.Last();
        Assert.Equal((Make.Day(3), "lamp", 3), (call.DecidedAt, call[ActionContent.Reason], call.Ordinal));
        Assert.Equal(["parcel.broken", "Nothing came within 3 days"], walk.Decisions.Select(d => d.Because));
        Assert.Single(walk.Decisions.Select(d => d.Cause).Distinct());
    }

    [Fact]
    public void Wait_ItComes_GoesOnAtOnceAndNeverTheOtherWay()
    {
        var walk = With(Sorry, Wait()).Then(Of("parcel.broken", 0)).Then(Of("contact.phone", 1)).Wait(Make.Day(10));

        Assert.Equal([ActionKind.Message, ActionKind.SetAttribute], walk.Actions.Select(a => a.Kind));
        Assert.Equal(4, walk.Actions.Select(a => a.Id).Append("").Append("x").Distinct().Count());
    }

    [Fact]
    public void Wait_CheckFailsWhenTheTimeIsOver_DoesNothingMore()
    {
        var check = new FieldIs { Field = new(FieldRoot.Mood, ""), Comparison = Comparison.Above, Values = [Scalar.Of(0.9)] };
        var walk = With(Sorry, Wait(check)).Then(Of("parcel.broken", 0)).Wait(Make.Day(10));

        Assert.Single(walk.Actions);
        Assert.Empty(walk.State.Waits);
    }

    [Fact]
    public void Wait_OfAnInstance_IsEndedByItsOwnTouchpointsOnly()
    {
        var walk = With(Wait() with { Until = [Sets.On("order.delivered")] }).Then(Of("order.placed", 0, "a")).Then(Of("order.placed", 0, "b")).Then(Of("parcel.broken", 1, "a"));

        walk.Then(Of("order.delivered", 2, "b"));
        Assert.Empty(walk.Actions);

        walk.Then(Of("order.delivered", 2, "a"));
        Assert.Equal(ActionKind.SetAttribute, Assert.Single(walk.Actions).Kind);
    }

    [Fact]
    public void Wait_WithinAWait_GoesOnTwice()
    {
        var inner = new WaitTemplate { For = TimeSpan.FromDays(1), Otherwise = [Call] };
        var walk = With(new WaitTemplate { For = TimeSpan.FromDays(1), Otherwise = [Sorry, inner] }).Then(Of("parcel.broken", 0)).Wait(Make.Day(10));

        Assert.Equal([(ActionKind.Message, Make.Day(1)), (ActionKind.Callback, Make.Day(2))], walk.Actions.Select(a => (a.Kind, a.DecidedAt)));
    }

    [Fact]
    public void Wait_PolicyGoneMeanwhile_DoesNothingMore()
    {
        var state = With(Sorry, Wait()).Then(Of("parcel.broken", 0)).State;

        Assert.Empty(Customer.Decide(state, new FireTimers { UpTo = Make.Day(10) }, new CompiledDefinitions(Sets.OfOrder)).Actions);
    }

    [Fact]
    public void Ordinals_NoWaits_AreThePlacesInTheList() =>
        Assert.Equal([0, 1], With(Sorry, Call).Then(Of("parcel.broken", 0)).Actions.Select(a => a.Ordinal));

    [Fact]
    public void SetAttribute_Admitted_IsReadByConditionsAndTexts()
    {
        var walk = With(Answered with { Value = Scalar.Of("for {touchpoint.product}") }).Then(Of("parcel.broken", 0));
        Assert.Equal(ScalarKind.None, walk.State.Profile.Attributes["answered"].Kind);

        walk.Admit(walk.Actions.Single(), Make.Day(0));

        Assert.Equal("for lamp", walk.State.Profile.Attributes["answered"].Text);
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "12.5")]
    public void SetAttribute_KeepsTheKindOfItsValue(bool flag, string text)
    {
        var walk = With(Answered with { Value = flag ? Scalar.Of(true) : Scalar.Of(12.5) }).Then(Of("parcel.broken", 0));
        walk.Admit(walk.Actions.Single(), Make.Day(0));

        Assert.Equal((flag ? ScalarKind.Flag : ScalarKind.Number, text), (walk.State.Profile.Attributes["answered"].Kind, walk.State.Profile.Attributes["answered"].ToString()));
    }

    [Fact]
    public void Segment_AddedAndRemoved_IsMemberInBetween()
    {
        var list = new SegmentDefinition { Id = "saved", Name = "Saved", When = new OnList { Segment = "saved" } };
        var walk = new Walk(Sets.OfOrder with
        {
            Segments = [list],
            Policies =
            [
                new PolicyDefinition { Id = "in", Name = "In", Triggers = [new OnTouchpoint { Match = Sets.On("parcel.broken") }], Actions = [new SegmentTemplate { Segment = "saved", Add = true }] },
                new PolicyDefinition { Id = "out", Name = "Out", Triggers = [new OnTouchpoint { Match = Sets.On("refund.issued") }], Actions = [new SegmentTemplate { Segment = "saved", Add = false }] },
            ],
        });

        walk.Then(Of("parcel.broken", 0)).Admit(walk.Actions.Last(), Make.Day(0));
        Assert.Equal(["saved"], Segments.Of(walk.State, walk.Definitions, Make.Day(0)));

        walk.Then(Of("refund.issued", 1)).Admit(walk.Actions.Last(), Make.Day(1));
        Assert.Empty(Segments.Of(walk.State, walk.Definitions, Make.Day(1)));
    }

    [Fact]
    public void SetAttribute_Held_ChangesNothing()
    {
        var walk = With(Answered).Then(Of("parcel.broken", 0));
        walk.Admit(walk.Actions.Single(), Make.Day(0), killSwitch: true);

        Assert.Equal(ScalarKind.None, walk.State.Profile.Attributes["answered"].Kind);
    }
}
