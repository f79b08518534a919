using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Journeys;

/// <summary>All that touchpoints of one type can concern.</summary>
internal sealed record TypePlan
{
    public required ImmutableArray<JourneyPlan> Journeys { get; init; }

    public required ImmutableArray<CounterDefinition> Counters { get; init; }

    /// <summary>Policies that a touchpoint of the type may trigger, in the order of deciding.</summary>
    public required PolicyIndex<TouchpointMatch> Policies { get; init; }

    /// <summary>Triggers that wait for touchpoints of the type.</summary>
    public required TypeWaits Waits { get; init; }

    /// <summary>What documents take the fields of the type for.</summary>
    public required ImmutableArray<ExpectedKind> Expected { get; init; }

    public static TypePlan For(string type, CompiledDefinitions definitions, ImmutableArray<CounterDefinition> counters) => new()
    {
        Journeys = [.. definitions.Set.Journeys.Select(j => JourneyPlan.For(type, j)).OfType<JourneyPlan>()],
        Counters = [.. counters.Where(c => CanMatch(c.Match, type))],
        Waits = definitions.Waits.For(type),
        Expected = ExpectedKinds.For(type, definitions),
        Policies = definitions.IndexOf(
            definitions.Triggers.Enabled<OnTouchpoint>().Where(t => CanMatch(t.Trigger.Match, type)).Select(t => (t.Policy, t.Trigger.Match)), static match => match.Where),
    };

    internal static bool CanMatch(TouchpointMatch match, string type) => match.MatchesType(type);
}

/// <summary>What touchpoints of one type can do in one journey.</summary>
internal sealed record JourneyPlan
{
    public required JourneyDefinition Journey { get; init; }

    /// <summary>The journey names the type somewhere.</summary>
    public required bool Named { get; init; }

    /// <summary>Stages it may enter, by place.</summary>
    public required ImmutableArray<(int Stage, TouchpointMatch Match)> Enters { get; init; }

    public required ImmutableArray<TouchpointMatch> Leaves { get; init; }

    public required ImmutableArray<(ExpectationDefinition Expectation, TouchpointMatch Match)> Arms { get; init; }

    public required ImmutableArray<(ExpectationDefinition Expectation, TouchpointMatch Match)> Meets { get; init; }

    public required ImmutableArray<ExperienceRule> Experiences { get; init; }

    public required ImmutableArray<TouchpointMatch> Recovery { get; init; }

    public required ImmutableArray<TouchpointMatch> Contacts { get; init; }

    /// <summary>The plan, or null where a touchpoint of the type cannot concern the journey.</summary>
    public static JourneyPlan? For(string type, JourneyDefinition journey)
    {
        ImmutableArray<TouchpointMatch> Of(ImmutableArray<TouchpointMatch> matches) => [.. matches.Where(m => TypePlan.CanMatch(m, type))];

        var plan = new JourneyPlan
        {
            Journey = journey,
            Named = false,
            Enters = [.. journey.Stages.SelectMany((s, i) => Of(s.Enter).Select(m => (i, m)))],
            Leaves = Of(journey.Exit),
            Arms = [.. journey.Expectations.SelectMany(e => Of(e.After).Select(m => (e, m)))],
            Meets = [.. journey.Expectations.SelectMany(e => Of(e.Expect).Select(m => (e, m)))],
            Experiences = [.. journey.Experiences.Where(e => TypePlan.CanMatch(e.Match, type))],
            Recovery = Of(journey.Recovery),
            Contacts = Of(journey.Contacts),
        };
        var named = plan.Enters.Length + plan.Leaves.Length + plan.Arms.Length + plan.Meets.Length
            + plan.Experiences.Length + plan.Recovery.Length + plan.Contacts.Length > 0;

        // Any touchpoint that carries the instance's attribute belongs to it, and may move an expectation.
        return named || journey.InstanceBy is not null || journey.Expectations.Any(e => e.By is not null) ? plan with { Named = named } : null;
    }
}
