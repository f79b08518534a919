using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// The touchpoints <c>message.*</c>: steps in the life of a message or an offer that left through a connection, each with the id of its action. The product
/// appends them to the log as they are reported.
/// </summary>
public static class MessageSteps
{
    public const string Source = "cx.messages";

    /// <summary>The customer answered.</summary>
    public const string Replied = Prefix + "replied";

    public const string Prefix = "message.";

    public const string Clicked = "message.clicked";

    /// <summary>Id of the action, as the provider got it.</summary>
    public const string ActionAttribute = "action";

    /// <summary><c>message</c> or <c>offer</c>.</summary>
    public const string KindAttribute = "kind";

    /// <summary>The policy whose action it was.</summary>
    public const string PolicyAttribute = "policy";

    /// <summary>The connection that it left through.</summary>
    public const string ConnectionAttribute = "connection";

    /// <summary>Bounced, failed, unknown: what was said.</summary>
    public const string ReasonAttribute = "reason";

    /// <summary>Bounced: for good.</summary>
    public const string PermanentAttribute = "permanent";

    /// <summary>Clicked: the link.</summary>
    public const string UrlAttribute = "url";

    /// <summary>Steps that the product and its providers take. They are no doing of the customer's: they end no silence.</summary>
    public static ImmutableArray<string> OfTheProduct { get; } =
    [
        "message.sent", "message.accepted", "message.delivered", "message.bounced", "message.failed", "message.expired", "message.unknown",
    ];

    /// <summary>A step of this product, and not one that another system calls the same.</summary>
    public static bool Is(Touchpoint touchpoint) =>
        string.Equals(touchpoint.Identity.Source, Source, StringComparison.Ordinal) && touchpoint.Type.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A step that the customer did not take.</summary>
    public static bool IsOfTheProduct(Touchpoint touchpoint) => Is(touchpoint) && OfTheProduct.Contains(touchpoint.Type);

    /// <summary>What is known of the touchpoint before anything was sent.</summary>
    public static Touchpoint Of(string type, string policy, ActionKind kind, string channel) => new()
    {
        Identity = new(Source, ActionAttribute),
        Type = type,
        Customer = new CustomerId(ActionAttribute),
        At = DateTimeOffset.UnixEpoch,
        Channel = channel,
        Attributes = AttributeSet.Of(new NamedValue(KindAttribute, FailedDeliveries.KindOf(kind)), new NamedValue(PolicyAttribute, Scalar.Of(policy))),
    };

    /// <summary>Whether the attribute of such a touchpoint is known before.</summary>
    internal static bool IsKnown(string attribute) => attribute is KindAttribute or PolicyAttribute;
}
