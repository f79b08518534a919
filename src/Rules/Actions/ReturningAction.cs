using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Actions;

/// <summary>A way in which an action comes back as a touchpoint of the product's own.</summary>
public abstract record ReturningAction
{
    private protected ReturningAction()
    {
    }

    /// <summary>What is known of the touchpoint before it is there.</summary>
    /// <param name="policy">Id of the policy whose action it is.</param>
    public abstract Touchpoint Made(string policy);
}

/// <summary>The completed case of a callback.</summary>
public sealed record ReturningCase(string Queue) : ReturningAction
{
    public override Touchpoint Made(string policy) => CompletedCases.Of(policy, Queue);
}

/// <summary>The failed delivery of a message or an offer.</summary>
public sealed record ReturningDelivery(ActionKind Kind, string Channel) : ReturningAction
{
    public override Touchpoint Made(string policy) => FailedDeliveries.Of(policy, Kind, Channel);
}
