using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

/// <summary>A wait knows what became of the messages before it.</summary>
public partial class StepSendTests
{
    private static readonly MessageTemplate Sorry = new() { Channel = "email", Text = "Sorry" };
    private static readonly MessageTemplate Short = new() { Channel = "sms", Text = "Sorry" };
    private static readonly CallbackTemplate NoAnswer = new() { Queue = "recovery", Reason = "No answer to our message" };
    private static readonly CallbackTemplate NotSent = new() { Queue = "recovery", Reason = "Our message could not be sent" };
    private static readonly SetAttributeTemplate Answered = new() { Name = "answered", Value = Scalar.Of(true) };

    private static WaitTemplate Wait(bool unsent = true) => new()
    {
        For = TimeSpan.FromDays(3),
        Until = [Sets.On("contact.*")],
        Then = [Answered],
        Otherwise = [NoAnswer],
        Unsent = unsent ? [NotSent] : [],
    };

    private static Walk With(params ActionTemplate[] actions) => new Walk(Sets.OfOrder with
    {
        Policies = [new PolicyDefinition { Id = "p", Name = "P", Triggers = [new OnTouchpoint { Match = Sets.On("parcel.broken") }], Actions = [.. actions] }],
    });

    private static Walk Refusing(params ActionTemplate[] actions) => With(actions)
        .Then(Make.Touchpoint("customer.updated", Make.Start, attributes: ("consent.email", Scalar.Of(false))))
        .Then(Make.Touchpoint("parcel.broken", Make.Day(1)));

    private static Walk Plain(params ActionTemplate[] actions) => With(actions).Then(Make.Touchpoint("parcel.broken", Make.Day(1)));

    private static IEnumerable<string?> Calls(Walk walk) => walk.Actions.Where(a => a.Kind == ActionKind.Callback).Select(a => a[ActionContent.Reason]);

    [Fact]
    public void Unsent_MessageRefused_IsDoneAtOnceWithTheReason()
    {
        var walk = Refusing(Sorry, Wait());
        Assert.Equal(AdmissionResult.Refused, walk.Admit(walk.Actions.First(), Make.Day(1)).Result);

        walk.Wait(Make.Day(1.01));

        Assert.Equal(["Our message could not be sent"], Calls(walk));
        Assert.Equal("Could not be sent: no consent for email", walk.Decisions.Last().Because);
        Assert.Equal(walk.Actions.Count(), walk.Actions.Select(a => a.Id).Distinct().Count());
        walk.Wait(Make.Day(10));
        Assert.Single(Calls(walk));
        Assert.Empty(walk.State.Waits);
    }

    [Fact]
    public void NoUnsent_MessageRefused_NothingThatClaimsNoAnswerIsDoneAndADecisionSaysWhy()
    {
        var walk = Refusing(Sorry, Wait(unsent: false));
        walk.Admit(walk.Actions.First(), Make.Day(1));

        walk.Wait(Make.Day(10));

        Assert.Empty(Calls(walk));
        var held = walk.Decisions.Last();
        Assert.Equal((PolicyOutcome.Held, HoldReason.NothingSent), (held.Outcome, held.Reason));
        Assert.EndsWith("no consent for email", held.Limit, StringComparison.Ordinal);
        Assert.Empty(walk.State.Waits);
    }

    [Fact]
    public void NoUnsent_AWaitForTimeAlone_GoesOn()
    {
        var walk = Refusing(Sorry, new WaitTemplate { For = TimeSpan.FromDays(3), Otherwise = [NoAnswer] });
        walk.Admit(walk.Actions.First(), Make.Day(1));
        walk.Wait(Make.Day(10));
        Assert.Single(Calls(walk));
    }

    [Fact]
    public void Wait_MessageLetThroughOrNotAnsweredYet_GoesOnAsItAlwaysDid()
    {
        foreach (var admitted in (bool[])[true, false])
        {
            var walk = Plain(Sorry, Wait());
            if (admitted)
            {
                Assert.Equal(AdmissionResult.Admitted, walk.Admit(walk.Actions.First(), Make.Day(1)).Result);
            }

            walk.Wait(Make.Day(10));
            Assert.Equal(["No answer to our message"], Calls(walk));
            Assert.Equal(Make.Day(4), walk.Actions.Last().DecidedAt);
        }
    }

    [Fact]
    public void Wait_OneOfTwoLetThrough_WasReached()
    {
        var walk = Refusing(Sorry, Short, Wait());
        foreach (var action in walk.Actions.ToList())
        {
            walk.Admit(action, Make.Day(1));
        }

        walk.Wait(Make.Day(10));
        Assert.Equal(["No answer to our message"], Calls(walk));
    }

    [Fact]
    public void Wait_MessageHeldPastItsTime_RunsAgainFromWhenItIsSent()
    {
        var walk = Held(TimeSpan.FromHours(2), out var message);
        walk.Wait(Make.Day(1).AddHours(5));
        Assert.Empty(Calls(walk));

        walk.Then(Make.Touchpoint("note", Make.Day(1).AddHours(6)));
        Assert.Equal(AdmissionResult.Admitted, walk.Admit(message, Make.Day(1).AddHours(6)).Result);
        walk.Wait(Make.Day(1).AddHours(7.9));
        Assert.Empty(Calls(walk));

        walk.Wait(Make.Day(1).AddHours(8.1));
        Assert.Equal(["No answer to our message"], Calls(walk));
    }

    [Fact]
    public void Wait_MessageHeldUntilItExpires_CouldNotBeSent()
    {
        var walk = Held(TimeSpan.FromHours(2), out var message);
        walk.Wait(Make.Day(1).AddHours(5));
        Assert.Equal(AdmissionResult.Refused, walk.Admit(message, Make.Day(2.1)).Result);
        walk.Wait(Make.Day(2.2));
        Assert.Equal(["Our message could not be sent"], Calls(walk));
    }

    [Fact]
    public void Wait_MessageBounces_DidNotReachTheCustomer()
    {
        var walk = Plain(Sorry, Wait());
        walk.Admit(walk.Actions.First(), Make.Day(1));
        walk.Then(Make.Touchpoint("channel.bounced", Make.Day(1.5), attributes: ("channel", Make.Text("email"))));
        walk.Wait(Make.Day(10));
        Assert.Equal(["Our message could not be sent"], Calls(walk));
        Assert.Equal("Could not be sent: it bounced", walk.Decisions.Last().Because);
    }

    [Fact]
    public void Wait_CustomerUnsubscribes_GotTheMessage()
    {
        var walk = Plain(Sorry, Wait());
        walk.Admit(walk.Actions.First(), Make.Day(1));
        walk.Then(Make.Touchpoint("channel.unsubscribed", Make.Day(1.5), attributes: ("channel", Make.Text("email"))));
        walk.Wait(Make.Day(10));
        Assert.Equal(["No answer to our message"], Calls(walk));
    }

    [Fact]
    public void Then_CustomerComesAllTheSame_IsDone()
    {
        var walk = Refusing(Sorry, Wait(unsent: false));
        walk.Admit(walk.Actions.First(), Make.Day(1));
        walk.Then(Make.Touchpoint("contact.phone", Make.Day(2)));
        Assert.Equal(ActionKind.SetAttribute, walk.Actions.Last().Kind);
    }

    [Fact]
    public void Otherwise_AWaitInIt_KnowsWhatItsOwnMessageBecame()
    {
        var inner = Wait();
        var walk = Plain(Sorry, Wait() with { Otherwise = [Short, inner] });
        walk.Admit(walk.Actions.First(), Make.Day(1));
        walk.Then(Make.Touchpoint("customer.updated", Make.Day(2), attributes: ("consent.sms", Scalar.Of(false)))).Wait(Make.Day(5));
        Assert.Equal(AdmissionResult.Refused, walk.Admit(walk.Actions.Last(), Make.Day(5)).Result);
        walk.Wait(Make.Day(5.1));
        Assert.Equal(["Our message could not be sent"], Calls(walk));
    }

    private static Walk Held(TimeSpan time, out DecidedAction message)
    {
        var walk = Plain(Sorry, Wait() with { For = time });
        message = walk.Actions.First();
        Assert.Equal(AdmissionResult.Held, walk.Admit(message, Make.Day(1), killSwitch: true).Result);
        return walk;
    }
}
