using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Live;
using CxOrchestrator.Simulation.Tests.Mutations;
using CxOrchestrator.Simulation.Tests.Oracle;

namespace CxOrchestrator.Simulation.Tests.Pipeline;

/// <summary>Where customers announce what changed: looked at, and told to admission as the product does.</summary>
internal sealed class PublishedEvents(Watch watch, IActionsWaiting waiting, Mutation mutation) : ICustomerEvents
{
    public void Changed(CustomerChange change)
    {
        if (!mutation.Mutes)
        {
            watch.Published(change.State);
        }
    }

    public void Changed(ActionChange change)
    {
        if (!mutation.Mutes)
        {
            watch.Published(change);
        }
    }

    public void Changed(CaseChange change)
    {
    }

    public void ActionsDecided(CustomerKey key, ImmutableArray<string> actions)
    {
        if (!mutation.Mutes)
        {
            watch.PublishedActions(actions);
            waiting.Notify(key, actions);
        }
    }
}
