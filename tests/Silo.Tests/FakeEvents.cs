using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Silo.Tests;

/// <summary>Notes what was announced.</summary>
internal sealed class FakeEvents : ICustomerEvents
{
    public ConcurrentQueue<ActionChange> Actions { get; } = new();

    public ConcurrentQueue<CaseChange> Cases { get; } = new();

    public void Changed(CustomerChange change)
    {
    }

    public void Changed(ActionChange change) => Actions.Enqueue(change);

    public void Changed(CaseChange change) => Cases.Enqueue(change);

    public void ActionsDecided(CustomerKey key, ImmutableArray<string> actions)
    {
    }
}
