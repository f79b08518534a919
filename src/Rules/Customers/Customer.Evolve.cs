namespace CxOrchestrator.Rules.Customers;

public static partial class Customer
{
    /// <summary>The state after an event.</summary>
    public static CustomerState Evolve(CustomerState state, CustomerEvent @event)
    {
        var fold = new StateFold(state);
        fold.Apply(@event);
        return fold.State;
    }
}
