using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using NRules;

namespace CxOrchestrator.NRules;

/// <summary>The network of a group's documents. It is compiled when the group is first asked; sessions are kept and used again.</summary>
internal sealed class PolicyNetwork
{
    /// <summary>Most idle sessions that the networks of a set keep together; each network keeps at least one.</summary>
    private const int IdleMax = 4_096;

    private readonly int _policies;
    private readonly int _idleMax;
    private readonly Lazy<ISessionFactory> _factory;
    private readonly ConcurrentBag<DocumentSession> _more = [];
    private DocumentSession? _idle;

    /// <param name="group">The policies, by place.</param>
    /// <param name="tests">The tests of the set's conditions.</param>
    /// <param name="networks">How many networks the set has.</param>
    public PolicyNetwork(ImmutableArray<PolicyDefinition> group, SharedTests tests, int networks)
    {
        _policies = group.Length;
        _idleMax = Math.Clamp(IdleMax / networks, 1, Environment.ProcessorCount) - 1;
        var shared = tests.OfGroup(group);
        _factory = new(() => new RuleCompiler().Compile(group.Select((policy, place) => DocumentRules.Of(policy, place, shared[place]))));
    }

    /// <summary>Takes the facts through the network.</summary>
    /// <param name="facts">Those of an input.</param>
    /// <param name="next">The answer that the new one is put before.</param>
    public GroupAnswer Ask(Facts facts, GroupAnswer? next)
    {
        var session = Interlocked.Exchange(ref _idle, null) ?? (_more.TryTake(out var kept) ? kept : new DocumentSession(_factory.Value, _policies));

        // A session that throws is not used again: what it still holds is unknown.
        var (held, faults) = session.Match(facts);
        if (Interlocked.CompareExchange(ref _idle, session, null) is not null && _more.Count < _idleMax)
        {
            _more.Add(session);
        }

        return new GroupAnswer { Network = this, Held = held, Faults = faults, Next = next };
    }
}
