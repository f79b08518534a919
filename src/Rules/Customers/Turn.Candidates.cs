using System.Runtime.InteropServices;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    private void DecideCandidates(TouchpointEffects? effects)
    {
        if (_candidates.Count == 0)
        {
            return;
        }

        var candidates = Ordered();
        _candidates.Clear();

        // All are asked before any is decided: what a decision changes, no condition reads.
        var facts = new Facts[candidates.Length];
        var holds = new bool[candidates.Length];
        for (var from = 0; from < candidates.Length;)
        {
            var shared = FactsFor(candidates[from], effects);
            var to = from;
            while (to < candidates.Length && candidates[to].SharesFacts(candidates[from]))
            {
                facts[to++] = shared;
            }

            Evaluate(candidates.AsSpan(from..to), shared, holds.AsSpan(from..to));
            from = to;
        }

        // A policy that several triggers set off is decided by the first of them whose conditions hold.
        string? decided = null;
        for (var i = 0; i < candidates.Length; i++)
        {
            var candidate = candidates[i];
            if (candidate.Policy.Id == decided)
            {
                continue;
            }

            if (holds[i])
            {
                decided = candidate.Policy.Id;
                Decide(candidate, facts[i], effects?.Touchpoint.At ?? At);
            }
            else
            {
                trace?.Add(Consideration.Failed(candidate.Policy, candidate.Because, facts[i]));
            }
        }
    }

    /// <summary>By priority, then id; those of one policy as they were set off.</summary>
    private Candidate[] Ordered()
    {
        var span = CollectionsMarshal.AsSpan(_candidates);
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = span[i] with { Order = ((long)Definitions.Rank(span[i].Policy) << 32) | (uint)i };
        }

        span.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        if (span.Length <= CandidatesMax)
        {
            return span.ToArray();
        }

        Emit(new PolicyFaulted
        {
            At = At, Policy = span[CandidatesMax].Policy.Id, Version = span[CandidatesMax].Policy.Version,
            Message = $"One input set off {span.Length} policies; the most are {CandidatesMax}. This one and those after it were not looked at.",
        });
        return span[..CandidatesMax].ToArray();
    }

    private Facts FactsFor(Candidate candidate, TouchpointEffects? effects) => new(State, Definitions, At)
    {
        Touchpoint = candidate.Touchpoint ?? effects?.Touchpoint,
        Experience = effects?.Experience,
        Instance = candidate.Instance,
        LowPoint = candidate.Point ?? State.WorstLowPoint,
    };

    private void Evaluate(ReadOnlySpan<Candidate> candidates, Facts facts, Span<bool> holds)
    {
        var policies = new PolicyDefinition[candidates.Length];
        for (var i = 0; i < policies.Length; i++)
        {
            policies[i] = candidates[i].Policy;
        }

        try
        {
            Definitions.Conditions.Evaluate(policies, facts, holds);
        }
#pragma warning disable CA1031 // An engine may run code of others: whichever policy it is, the touchpoint and the other policies go on.
        catch (Exception)
#pragma warning restore CA1031
        {
            for (var i = 0; i < policies.Length; i++)
            {
                EvaluateAlone(policies[i], facts, holds.Slice(i, 1));
            }
        }
    }

    private void EvaluateAlone(PolicyDefinition policy, Facts facts, Span<bool> holds)
    {
        try
        {
            Definitions.Conditions.Evaluate([policy], facts, holds);
        }
#pragma warning disable CA1031 // As above; it counts as not holding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            holds[0] = false;
            Emit(new PolicyFaulted { At = At, Policy = policy.Id, Version = policy.Version, Message = $"{exception.GetType().Name}: {exception.Message}" });
        }
    }
}
