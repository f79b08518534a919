using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Actions;

/// <summary>The ways in which an action comes back as touchpoints of the product's own.</summary>
public abstract record ReturningAction
{
    private protected ReturningAction()
    {
    }

    /// <summary>What is known of the touchpoints before they are there; at least one.</summary>
    /// <param name="policy">Id of the policy whose action it is.</param>
    public abstract ImmutableArray<Touchpoint> Made(string policy);
}

/// <summary>The completed case of a callback.</summary>
public sealed record ReturningCase(string Queue) : ReturningAction
{
    public override ImmutableArray<Touchpoint> Made(string policy) => [CompletedCases.Of(policy, Queue)];
}

/// <summary>The failed delivery of a message or an offer, and the steps to it.</summary>
public sealed record ReturningDelivery(ActionKind Kind, string Channel) : ReturningAction
{
    public override ImmutableArray<Touchpoint> Made(string policy) =>
        [FailedDeliveries.Of(policy, Kind, Channel), .. MessageSteps.OfTheProduct.Select(type => MessageSteps.Of(type, policy, Kind, Channel))];
}
