using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Simulation.Tests.Outside;

/// <summary>An action in the simulated outbox, with every status that it ever had.</summary>
internal sealed class StoredAction(CustomerKey key, DecidedAction action)
{
    public CustomerKey Key => key;

    public DecidedAction Action => action;

    public ActionStatus Status { get; private set; } = ActionStatus.Decided;

    public DateTimeOffset? NextAt { get; private set; }

    public HashSet<string> Been { get; } = ["decided"];

    /// <summary>In their order.</summary>
    public List<AdmissionAnswer> Answers { get; } = [];

    public bool Waits => Status is ActionStatus.Decided or ActionStatus.Held;

    public void Answer(AdmissionAnswer answer)
    {
        Status = answer.Result switch
        {
            AdmissionResult.Admitted => ActionStatus.Admitted,
            AdmissionResult.Held => ActionStatus.Held,
            _ => ActionStatus.Refused,
        };
        NextAt = answer.NextAt;
        Answers.Add(answer);
        Been.Add(answer.Result.ToString().ToLowerInvariant());
    }
}
