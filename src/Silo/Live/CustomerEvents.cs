using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Silo.Live;

/// <summary>Passes on what was committed: to the relay, and to whoever has to act on it.</summary>
internal sealed class CustomerEvents(LiveRelay relay, IEnumerable<IActionsWaiting> waiting) : ICustomerEvents
{
    private readonly IActionsWaiting[] _waiting = [.. waiting];

    public void Changed(CustomerChange change) => relay.Add(change);

    public void Changed(ActionChange change) => relay.Add(change);

    public void Changed(CaseChange change) => relay.Add(change);

    public void ActionsDecided(CustomerKey key)
    {
        foreach (var listener in _waiting)
        {
            listener.Notify();
        }
    }
}

/// <summary>Told that actions wait in the outbox.</summary>
public interface IActionsWaiting
{
    void Notify();
}
