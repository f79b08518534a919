using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests;

/// <summary>A customer led through inputs, keeping all that came of them.</summary>
internal sealed class Walk(DefinitionSet definitions, IConditionEngine? engine = null)
{
    private readonly List<CustomerEvent> _events = [];
    private readonly List<PolicyFault> _faults = [];

    public CompiledDefinitions Definitions { get; } = new(definitions, engine);

    public CustomerState State { get; private set; } = CustomerState.For(Make.Customer);

    public IReadOnlyList<CustomerEvent> Events => _events;

    public IReadOnlyList<PolicyFault> Faults => _faults;

    public IEnumerable<DecidedAction> Actions => _events.OfType<ActionDecided>().Select(e => e.Action);

    public IEnumerable<PolicyDecision> Decisions => _events.OfType<PolicyDecided>().Select(e => e.Decision);

    public IEnumerable<LowPointChanged> LowPoints => _events.OfType<LowPointChanged>();

    public MoodValues MoodAt(DateTimeOffset at) => Moods.At(State.Mood, Definitions.Set.Experience, at);

    public Risk RiskAt(DateTimeOffset at) => Risks.At(State, Definitions, at);

    public Receipt Apply(Touchpoint touchpoint, HistoryAnswer history = HistoryAnswer.NotAsked) =>
        Take(new RecordTouchpoint { Touchpoint = touchpoint, History = history });

    public Walk Then(Touchpoint touchpoint)
    {
        Assert.Equal(Receipt.Applied, Apply(touchpoint));
        return this;
    }

    public Walk Wait(DateTimeOffset until)
    {
        Take(new FireTimers { UpTo = until });
        return this;
    }

    public AdmissionAnswer Admit(DecidedAction action, DateTimeOffset at, bool killSwitch = false)
    {
        Take(new AdmitAction { Action = action, At = at, Facts = new AdmissionFacts { KillSwitch = killSwitch } });
        return _events.OfType<ActionAnswered>().Last().Answer;
    }

    private Receipt Take(CustomerInput input)
    {
        var before = State;
        var decision = Customer.Decide(before, input, Definitions);
        _events.AddRange(decision.Events);
        _faults.AddRange(decision.Faults);
        State = decision.Next;
        return decision.Receipt;
    }
}

/// <summary>Definitions for tests of the core, without documents.</summary>
internal static class Sets
{
    public static TouchpointMatch On(string type, params ImmutableArray<FieldIs> where) => new() { Type = type, Where = where };

    public static FieldIs Field(string name, Comparison comparison, params ImmutableArray<Scalar> values) =>
        new() { Field = new(FieldRoot.Touchpoint, name), Comparison = comparison, Values = values };

    public static StageDefinition Stage(string id, string type, bool start = false, bool goal = false, bool end = false, bool revisit = false) =>
        new() { Id = id, Name = id, Enter = [On(type)], Start = start, Goal = goal, End = end, Revisit = revisit };

    /// <summary>placed, paid, shipped, delivered (goal), reviewed (end); a delivery promise and a shipping limit.</summary>
    public static JourneyDefinition Order { get; } = new()
    {
        Id = "order",
        Name = "Order",
        InstanceBy = "order",
        Stages =
        [
            Stage("placed", "order.placed"),
            Stage("paid", "payment.approved"),
            Stage("shipped", "order.shipped"),
            Stage("delivered", "order.delivered", goal: true),
            Stage("reviewed", "review.submitted", end: true),
        ],
        Exit = [On("order.cancelled")],
        Recovery = [On("refund.issued")],
        Contacts = [On("contact.*")],
        Expectations =
        [
            new ExpectationDefinition
            {
                Id = "delivery", Name = "Delivery date missed", After = [On("order.placed")], Expect = [On("order.delivered")],
                By = "expectedBy", Experience = -0.8, Critical = true,
            },
            new ExpectationDefinition
            {
                Id = "shipping", Name = "Not shipped in time", After = [On("order.placed")], Expect = [On("order.shipped")],
                Within = TimeSpan.FromDays(3), Experience = -0.2,
            },
        ],
        Experiences =
        [
            new ExperienceRule { Match = On("order.delivered"), Value = 0.5 },
            new ExperienceRule { Match = On("parcel.broken"), Value = -0.7, Critical = true, Cause = "Parcel broken" },
        ],
    };

    public static DefinitionSet OfOrder { get; } = new() { Journeys = [Order] };

    /// <summary>One instance per customer; every <c>felt.*</c> touchpoint is worth what its name says, in hundredths.</summary>
    public static DefinitionSet OfExperience { get; } = new()
    {
        Journeys =
        [
            new JourneyDefinition
            {
                Id = "life",
                Name = "Life",
                Stages = [new StageDefinition { Id = "on", Name = "On", Enter = [On("felt.*")] }],
                Experiences = [.. Enumerable.Range(-100, 201).Select(n => new ExperienceRule { Match = On($"felt.{n}"), Value = n / 100.0 })],
            },
        ],
    };

    public static Touchpoint Experienced(double experience, DateTimeOffset at, string? id = null) =>
        Make.Touchpoint($"felt.{Math.Round(experience * 100)}", at, id);
}
