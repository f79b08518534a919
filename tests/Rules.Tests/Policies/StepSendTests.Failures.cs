using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

/// <summary>Messages that were let through and did not arrive.</summary>
public partial class StepSendTests
{
    [Fact]
    public void Unsent_MessageCannotBeDelivered_IsDoneAtOnce()
    {
        var walk = Plain(Sorry, Wait());
        walk.Admit(walk.Actions.First(), Make.Day(1));

        walk.Then(Failed(walk.Actions.First(), Make.Day(1.2))).Wait(Make.Day(1.3));

        Assert.Equal(["Our message could not be sent"], Calls(walk));
        Assert.Equal("Could not be sent: it could not be delivered", walk.Decisions.Last().Because);
        walk.Wait(Make.Day(10));
        Assert.Single(Calls(walk));
    }

    [Fact]
    public void NoUnsent_MessageCannotBeDelivered_NothingThatClaimsNoAnswerIsDone()
    {
        var walk = Plain(Sorry, Wait(unsent: false));
        walk.Admit(walk.Actions.First(), Make.Day(1));

        walk.Then(Failed(walk.Actions.First(), Make.Day(1.2))).Wait(Make.Day(10));

        Assert.Empty(Calls(walk));
        Assert.Equal(HoldReason.NothingSent, walk.Decisions.Last().Reason);
    }

    [Fact]
    public void Wait_OneOfTwoOnAChannelCannotBeDelivered_WasReached()
    {
        var walk = Plain(Sorry, Sorry with { Text = "Truly" }, Wait());
        var (first, second) = (walk.Actions.First(), walk.Actions.Last());
        walk.Admit(first, Make.Day(1));
        walk.Admit(second, Make.Day(1));

        walk.Then(Failed(second, Make.Day(1.2))).Wait(Make.Day(2));
        Assert.Empty(Calls(walk));

        walk.Then(Failed(first, Make.Day(2.2))).Wait(Make.Day(2.3));
        Assert.Equal(["Our message could not be sent"], Calls(walk));
    }

    [Fact]
    public void Wait_TwoOnTwoChannels_OneFailsAndTheOtherBounces_CouldNotBeSent()
    {
        var walk = Plain(Sorry, Short, Wait());
        var actions = walk.Actions.ToList();
        actions.ForEach(a => walk.Admit(a, Make.Day(1)));

        walk.Then(Failed(actions[0], Make.Day(1.2))).Then(Make.Touchpoint("channel.bounced", Make.Day(1.5), attributes: ("channel", Make.Text("sms")))).Wait(Make.Day(10));

        Assert.Equal(["Our message could not be sent"], Calls(walk));
    }

    [Fact]
    public void Wait_AnotherActionCannotBeDelivered_GoesOn()
    {
        var walk = Plain(Sorry, Wait());
        walk.Admit(walk.Actions.First(), Make.Day(1));

        walk.Then(Make.Touchpoint("delivery.failed", Make.Day(1.2), attributes: ("action", Make.Text("another"))))
            .Then(Make.Touchpoint("delivery.failed", Make.Day(1.3)))
            .Wait(Make.Day(10));

        Assert.Equal(["No answer to our message"], Calls(walk));
    }

    [Fact]
    public void Wait_OverdueAndThenNotDelivered_CouldNotBeSent()
    {
        var walk = Held(TimeSpan.FromHours(2), out var message);
        walk.Wait(Make.Day(1).AddHours(5));
        walk.Then(Make.Touchpoint("note", Make.Day(1).AddHours(6)));
        walk.Admit(message, Make.Day(1).AddHours(6));

        walk.Then(Failed(message, Make.Day(1).AddHours(7))).Wait(Make.Day(1).AddHours(7.1));

        Assert.Equal(["Our message could not be sent"], Calls(walk));
    }

    [Fact]
    public void Simulation_Waits_KnowWhatWasRefusedAndWhatFailed()
    {
        string?[] Simulated(bool consent, bool fails)
        {
            var set = Sets.OfOrder with
            {
                Policies = [new PolicyDefinition { Id = "p", Name = "P", Triggers = [new OnTouchpoint { Match = Sets.On("parcel.broken") }], Actions = [Sorry, Wait()] }],
            };
            var seen = new Seen();
            var customer = new SimulatedCustomer(Make.Customer, new CompiledDefinitions(set), seen, new SimulationCounts());
            customer.Apply(Make.Touchpoint("customer.updated", Make.Start, attributes: ("consent.email", Scalar.Of(consent))));
            customer.Apply(Make.Touchpoint("parcel.broken", Make.Day(1)));
            if (fails)
            {
                customer.Apply(Failed(seen.Admitted.Single(), Make.Day(1.1)));
            }

            customer.PassTo(Make.Day(2));
            var early = seen.Admitted.Count(a => a.Kind == ActionKind.Callback);
            customer.PassTo(Make.Day(10));
            return [$"{early}", .. seen.Admitted.Where(a => a.Kind == ActionKind.Callback).Select(a => a[ActionContent.Reason])];
        }

        Assert.Equal(["0", "No answer to our message"], Simulated(consent: true, fails: false));
        Assert.Equal(["1", "Our message could not be sent"], Simulated(consent: false, fails: false));
        Assert.Equal(["1", "Our message could not be sent"], Simulated(consent: true, fails: true));
    }

    private sealed class Seen : ISimulationSink
    {
        public List<DecidedAction> Admitted { get; } = [];

        public void LowPointOpened(CustomerId customer, LowPoint point)
        {
        }

        public void LowPointClosed(CustomerId customer, LowPoint point)
        {
        }

        public void Decided(CustomerId customer, PolicyDecision decision)
        {
        }

        public void Action(DecidedAction action, AdmissionAnswer answer)
        {
            if (answer.Result == AdmissionResult.Admitted)
            {
                Admitted.Add(action);
            }
        }
    }

    private static Touchpoint Failed(DecidedAction action, DateTimeOffset at) =>
        Make.Touchpoint("delivery.failed", at, attributes: [("action", Make.Text(action.Id)), ("kind", Make.Text("message"))]);
}
