using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Called after a commit, never before, where not said otherwise.</summary>
public interface ICustomerEvents
{
    /// <summary>The customer's stored state changed.</summary>
    void Changed(CustomerChange change);

    /// <summary>An action's status changed.</summary>
    void Changed(ActionChange change);

    /// <summary>A case changed.</summary>
    void Changed(CaseChange change);

    /// <summary>These actions of the customer wait in the outbox, in the order they were decided.</summary>
    void ActionsDecided(CustomerKey key, ImmutableArray<string> actions);

    /// <summary>The policy's breaker held one of its actions: more of them were admitted in the hour than it lets pass.</summary>
    void PolicyOverran(string policy, long most)
    {
    }

    /// <summary>The conditions of a policy could not be decided. Called before the commit: it is the policy that failed, whatever becomes of the customer.</summary>
    void Faulted(CompiledDefinitions definitions, PolicyFault fault)
    {
    }
}
