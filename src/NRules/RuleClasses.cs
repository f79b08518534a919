using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies.Engines;
using NRules;
using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>The rule classes about one policy, in a network of their own. It is asked only where the policy's document holds.</summary>
internal sealed class RuleClasses
{
    /// <summary>Most rules that fire for one input: a class whose own facts make it fire again would never end.</summary>
    private const int FiredMax = 1_000;

    private readonly string _policy;
    private readonly FactTypes _types;
    private readonly Lazy<ISessionFactory> _factory;
    private readonly ImmutableArray<RuleClassExplainer> _explainers;
    private readonly FrozenSet<string> _policies;
    private readonly ConcurrentBag<ISession> _idle = [];

    /// <param name="policy">The policy's id.</param>
    /// <param name="rules">The classes, one or more.</param>
    public RuleClasses(string policy, ImmutableArray<IRuleDefinition> rules)
    {
        _policy = policy;
        _types = new FactTypes(rules);
        _factory = new(() => Compile(rules));
        _explainers = [.. rules.Select(r => new RuleClassExplainer(r))];
        _policies = rules.SelectMany(PolicyTags.PoliciesOf).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Each of them with what it demands.</summary>
    public ImmutableArray<ExplainedRuleClass> Explain(Facts facts) => [.. _explainers.Select(e => e.Explain(facts, _policy))];

    /// <summary>Whether at least one of them agrees.</summary>
    public bool Agree(Facts facts)
    {
        var session = _idle.TryTake(out var kept) ? kept : _factory.Value.CreateSession();
        var input = new PolicyFacts(facts);
        var inserted = _types.Of(input);
        Fire(session, inserted, _policy);
        session.RetractAll(inserted);

        // A session that throws, or keeps facts that a class inserted, is not used again: they would meet the next customer's.
        if (_idle.Count < Environment.ProcessorCount && !session.Query<object>().Any())
        {
            _idle.Add(session);
        }

        // A wrong id would never let anything act, without a sign.
        return input.AgreedBeside(_policies) is { } other
            ? throw new InvalidOperationException($"A rule class about policy {_policy} agrees to policy {other}, which none of its tags names.")
            : input.Agrees(_policy);
    }

    /// <summary>Inserts the facts and fires.</summary>
    /// <exception cref="InvalidOperationException">The classes fired without end.</exception>
    public static void Fire(ISession session, List<object> facts, string policy)
    {
        try
        {
            session.InsertAll(facts);
            if (session.Fire(FiredMax) == FiredMax)
            {
                throw new InvalidOperationException($"The rule classes of policy {policy} fired {FiredMax} times for one input.");
            }
        }
        catch (RuleExpressionEvaluationException exception) when (exception.InnerException is { } inner)
        {
            // What the class threw says more than that it threw.
            throw inner;
        }
    }

    public static ISessionFactory Compile(ImmutableArray<IRuleDefinition> rules) =>
        new RuleCompiler(new RuleCompilerOptions { UnsupportedExpressionHandling = RuleCompilerUnsupportedExpressionsHandling.TreatAsNotEqual })
        {
            // Two parts of a customer that look alike are two all the same.
            FactIdentityComparerRegistry = { DefaultFactIdentityComparer = ReferenceEqualityComparer.Instance! },
        }.Compile(rules);
}
