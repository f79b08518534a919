using NRules;
using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>A session that matches one input after the other; used by one thread at a time.</summary>
internal sealed class KeptSession
{
    private readonly ISession _session;
    private PolicyFacts? _current;

    public KeptSession(ISession session)
    {
        _session = session;
        session.Events.LhsExpressionFailedEvent += (_, e) =>
        {
            e.IsHandled = true;
            Fault(e.Rules, e.Exception);
        };
        session.Events.RhsExpressionFailedEvent += (_, e) =>
        {
            e.IsHandled = true;
            Fault([e.Match.Rule], e.Exception);
        };
    }

    public void Match(PolicyFacts facts)
    {
        _current = facts;
        _session.Insert(facts);
        _session.Fire();
        _session.Retract(facts);
        _current = null;
    }

    // What a rule throws is the fault of its policies alone.
    private void Fault(IEnumerable<IRuleDefinition> rules, Exception? exception)
    {
        foreach (var policy in rules.SelectMany(PolicyTags.PoliciesOf))
        {
            _current?.Fault(policy, exception);
        }
    }
}
