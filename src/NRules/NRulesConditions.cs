using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using NRules;
using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>
/// A network of all policies' rules. The first candidate of an input has its facts taken through it, which decides all policies; the others
/// read the result. Sessions are kept and used again.
/// </summary>
internal sealed class NRulesConditions : IPolicyConditions
{
    /// <summary>Most idle sessions that are kept: one for each thread that can decide at a time.</summary>
    private static readonly int IdleMax = Environment.ProcessorCount;

    private readonly ISessionFactory _factory;
    private readonly FrozenSet<string> _needAgreement;
    private readonly ConcurrentBag<KeptSession> _idle = [];
    private readonly ConditionalWeakTable<Facts, PolicyFacts> _results = [];

    public NRulesConditions(CompiledDefinitions definitions, ImmutableArray<IRuleDefinition> written)
    {
        ImmutableArray<IRuleDefinition> about = [.. written.Where(r => PolicyTags.PoliciesOf(r).Any(p => definitions.Policy(p) is not null))];
        _needAgreement = about.SelectMany(PolicyTags.PoliciesOf).ToFrozenSet(StringComparer.Ordinal);
        var shared = new SharedConditions();
        _factory = new RuleCompiler().Compile(definitions.Policies.Where(p => p.Enabled).Select(p => DocumentRules.Of(p, shared)).Concat(about));
    }

    public bool Holds(PolicyDefinition policy, Facts facts)
    {
        if (!_results.TryGetValue(facts, out var result))
        {
            result = Match(facts);
            _results.Add(facts, result);
        }

        return result.Holds(policy.Id, _needAgreement.Contains(policy.Id));
    }

    private PolicyFacts Match(Facts facts)
    {
        var result = new PolicyFacts(facts);
        var session = _idle.TryTake(out var kept) ? kept : new KeptSession(_factory.CreateSession());

        // A session that throws is not used again: nobody knows what it still holds.
        session.Match(result);
        if (_idle.Count < IdleMax)
        {
            _idle.Add(session);
        }

        return result;
    }
}
