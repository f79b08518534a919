using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    /// <summary>Most faults that one turn reports; a policy that failed is paused for all soon.</summary>
    public const int FaultsMax = 100;

    private readonly List<Facts> _facts = [];
    private ImmutableArray<PolicyFault> _faults = [];
    private int _conditionSteps;

    /// <summary>Those of a trigger that can act over the facts, in the order of deciding; all of them where somebody wants to know why the others did not.</summary>
    private ReadOnlySpan<(PolicyDefinition Policy, T Trigger)> Find<T>(
        PolicyIndex<T>? index, TouchpointEffects? effects, JourneyInstance? instance, LowPoint? point = null)
        where T : class =>
        index is null ? [] : index.IsPlain || trace is not null ? index.All : index.Find(FactsOf(effects?.Touchpoint, effects, instance, point));

    /// <summary>
    /// The facts of candidates about one instance and one low point. All that something triggered together sees them as they were before the
    /// first of them was decided, and what is found out for one policy serves the others.
    /// </summary>
    private Facts FactsOf(Touchpoint? touchpoint, TouchpointEffects? effects, JourneyInstance? instance, LowPoint? point = null)
    {
        foreach (var facts in _facts)
        {
            if (ReferenceEquals(facts.Touchpoint, touchpoint) && ReferenceEquals(facts.Instance, instance) && ReferenceEquals(facts.LowPoint, point ?? facts.State.WorstLowPoint))
            {
                return facts;
            }
        }

        var made = new Facts(State, Definitions, At)
        {
            Touchpoint = touchpoint,
            Experience = effects?.Experience,
            Instance = instance,
            LowPoint = point ?? State.WorstLowPoint,
        };
        _facts.Add(made);
        return made;
    }

    private void DecideCandidates(TouchpointEffects? effects)
    {
        if (!decides)
        {
            _candidates.Clear();
            _facts.Clear();
            return;
        }

        // Priority, then id; a policy that several triggers fire is decided by the first of them whose conditions hold.
        var ordered = Ordered();
        string? decided = null;
        foreach (var candidate in ordered)
        {
            if (candidate.Policy.Id == decided)
            {
                continue;
            }

            var facts = FactsOf(candidate.Touchpoint ?? effects?.Touchpoint, effects, candidate.Instance, candidate.Point);
            if (Holds(candidate.Policy, facts, out var fault))
            {
                decided = candidate.Policy.Id;
                Decide(candidate, facts, effects?.Touchpoint.At ?? At);
            }
            else
            {
                trace?.Add(Consideration.Failed(candidate.Policy, candidate.Because, facts, fault));
            }
        }

        ordered.Clear();
        _facts.Clear();
    }

    private List<Candidate> Ordered()
    {
        for (var i = 1; i < _candidates.Count; i++)
        {
            if (Later(_candidates[i - 1].Policy, _candidates[i].Policy))
            {
                var ordered = _candidates.OrderByDescending(c => c.Policy.Priority).ThenBy(c => c.Policy.Id, StringComparer.Ordinal).ToArray();
                _candidates.Clear();
                _candidates.AddRange(ordered);
                break;
            }
        }

        return _candidates;
    }

    private static bool Later(PolicyDefinition a, PolicyDefinition b) =>
        a.Priority != b.Priority ? a.Priority < b.Priority : string.CompareOrdinal(a.Id, b.Id) > 0;

    // A policy that failed before is asked all the same as long as its set is published. A refold asks it under that set too, and knows of no
    // failure elsewhere: not asking would leave out here what the refold decides. It is paused by the next set, which both obey.
    private bool Holds(PolicyDefinition policy, Facts facts, out PolicyFault? fault)
    {
        fault = null;
        _conditionSteps += Definitions.Steps.Of(policy);
        if (_conditionSteps > ConditionSteps.PerInputMax)
        {
            fault = Fault(policy, PolicyFaultKind.StepsSpent, $"the conditions of one input took more than {ConditionSteps.PerInputMax:N0} steps");
            return false;
        }

        try
        {
            return Definitions.Conditions.Holds(policy, facts);
        }
#pragma warning disable CA1031 // Whatever a policy's conditions throw concerns that policy alone: the touchpoint and the others go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            fault = Fault(policy, PolicyFaultKind.Threw, exception.GetType().Name);
            return false;
        }
    }

    private PolicyFault Fault(PolicyDefinition policy, PolicyFaultKind kind, string message)
    {
        var fault = new PolicyFault(policy.Id, policy.Version, Definitions.Version, kind, message);
        if (_faults.Length < FaultsMax)
        {
            _faults = _faults.Add(fault);
        }

        return fault;
    }
}
