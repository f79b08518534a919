using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// The touchpoint <c>delivery.failed</c>: a message or an offer that was let through did not reach the customer. The product appends one to the log
/// for each that its provider refuses for good or that runs out of attempts; a system that learns of it later may send one itself.
/// </summary>
public static class FailedDeliveries
{
    public const string Type = "delivery.failed";

    public const string Source = "cx.deliveries";

    /// <summary>Id of the action, as the provider got it.</summary>
    public const string ActionAttribute = "action";

    /// <summary><c>message</c> or <c>offer</c>.</summary>
    public const string KindAttribute = "kind";

    /// <summary>The policy whose action it was.</summary>
    public const string PolicyAttribute = "policy";

    /// <summary>What the provider said.</summary>
    public const string ReasonAttribute = "reason";

    /// <summary>What is known of the touchpoint before anything has failed.</summary>
    public static Touchpoint Of(string policy, ActionKind kind, string channel) => new()
    {
        Identity = new(Source, ActionAttribute),
        Type = Type,
        Customer = new CustomerId(ActionAttribute),
        At = DateTimeOffset.UnixEpoch,
        Channel = channel,
        Attributes = AttributeSet.Of(new NamedValue(KindAttribute, KindOf(kind)), new NamedValue(PolicyAttribute, Scalar.Of(policy))),
    };

    /// <summary>The value of <see cref="KindAttribute"/>.</summary>
    public static Scalar KindOf(ActionKind kind) => Scalar.Of(kind == ActionKind.Offer ? "offer" : "message");

    /// <summary>Whether the attribute of such a touchpoint is known before.</summary>
    internal static bool IsKnown(string attribute) => attribute is KindAttribute or PolicyAttribute;
}
