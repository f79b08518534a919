using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>The steps that a send itself makes, reported by the outbox.</summary>
public static class SendSteps
{
    /// <summary>Reports of the product's own.</summary>
    public const string Reporter = "outbox";

    /// <summary>Sent, then accepted or unknown; sent again they are the same steps.</summary>
    public static ImmutableArray<NewStep> Of(string action, NewDelivery delivery, DateTimeOffset at) =>
    [
        Step(action, DeliveryStep.Sent, at),
        Step(action, delivery.Unknown ? DeliveryStep.Unknown : DeliveryStep.Accepted, at) with { Reason = delivery.Unknown ? delivery.Answer : null },
    ];

    private static NewStep Step(string action, DeliveryStep step, DateTimeOffset at) => new()
    {
        Reporter = Reporter,
        EventId = $"{action}:{step}",
        Step = step,
        Action = action,
        At = at,
    };
}
