using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Silo.Policies;
using CxOrchestrator.Storage.Live;

namespace CxOrchestrator.Silo.Live;

/// <summary>Passes on what was committed: to the relay, and to its handlers.</summary>
internal sealed class CustomerEvents(
    LiveRelay relay, IEnumerable<IActionsWaiting> waiting, IEnumerable<ICustomerListener> listeners, IEnumerable<IPolicyOverruns> overruns, PolicyFaults faults) : ICustomerEvents
{
    private readonly IActionsWaiting[] _waiting = [.. waiting];
    private readonly ICustomerListener[] _listeners = [.. listeners];
    private readonly IPolicyOverruns[] _overruns = [.. overruns];

    public void Changed(CustomerChange change)
    {
        relay.Add(change);
        foreach (var listener in _listeners)
        {
            listener.Changed(change);
        }
    }

    public void Changed(ActionChange change) => relay.Add(change);

    public void Changed(CaseChange change) => relay.Add(change);

    public void ActionsDecided(CustomerKey key, ImmutableArray<string> actions)
    {
        foreach (var listener in _waiting)
        {
            listener.Notify(key, actions);
        }
    }

    public void PolicyOverran(string policy, long most)
    {
        foreach (var listener in _overruns)
        {
            listener.Notify(policy, most);
        }
    }

    public void Faulted(CompiledDefinitions definitions, PolicyFault fault) => faults.Take(definitions, fault);
}

/// <summary>Notified that actions wait in the outbox. Returns at once and never throws.</summary>
public interface IActionsWaiting
{
    void Notify(CustomerKey key, ImmutableArray<string> actions);
}

/// <summary>Notified that a policy's breaker held an action. Returns at once and never throws.</summary>
public interface IPolicyOverruns
{
    void Notify(string policy, long most);
}
