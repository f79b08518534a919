using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Simulation;

/// <summary>Receives what comes of a simulation, each customer in the order of virtual time.</summary>
public interface ISimulationSink
{
    void LowPointOpened(CustomerId customer, LowPoint point);

    void LowPointClosed(CustomerId customer, LowPoint point);

    void Decided(CustomerId customer, PolicyDecision decision);

    /// <summary>An action was admitted, or refused for good.</summary>
    void Action(DecidedAction action, AdmissionAnswer answer);

    /// <summary>An action has to wait; it is asked again when the answer says.</summary>
    void Held(DecidedAction action, AdmissionAnswer answer)
    {
    }

    /// <summary>Something of a touchpoint could not be read as a document means it, or not be kept; all else of it took effect.</summary>
    void Unread(CustomerId customer, ValueUnread unread)
    {
    }
}
