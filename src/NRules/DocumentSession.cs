using System.Globalization;
using CxOrchestrator.Rules.Conditions;
using NRules;

namespace CxOrchestrator.NRules;

/// <summary>A session that matches one input after the other; used by one thread at a time.</summary>
internal sealed class DocumentSession
{
    private readonly ISession _session;
    private readonly DocumentFacts _fact;
    private bool _inserted;

    public DocumentSession(ISessionFactory factory, int policies)
    {
        _fact = new DocumentFacts(policies);
        _session = factory.CreateSession();
        _session.Events.LhsExpressionFailedEvent += (_, e) =>
        {
            // A condition that throws is the fault of the policies that have it, and of no others.
            e.IsHandled = true;
            foreach (var rule in e.Rules)
            {
                _fact.Fault(int.Parse(rule.Name, CultureInfo.InvariantCulture), e.Exception ?? new InvalidOperationException("A condition failed."));
            }
        };
    }

    public (ulong[] Held, Dictionary<int, Exception>? Faults) Match(Facts facts)
    {
        _fact.Begin(facts);
        if (_inserted)
        {
            _session.Update(_fact);
        }
        else
        {
            _session.Insert(_fact);
            _inserted = true;
        }

        _session.Fire();
        var result = (_fact.Held, _fact.Faults);
        _fact.End();
        return result;
    }
}
