namespace CxOrchestrator.Storage.Deliveries;

/// <summary>
/// A step in the life of a message after it was admitted; each is a touchpoint <c>message.&lt;step&gt;</c>. Reports come in any order: the state of
/// a message is its highest step.
/// </summary>
public enum DeliveryStep
{
    /// <summary>It was handed to the provider.</summary>
    Sent = 1,

    /// <summary>It may have been sent, and nobody can tell.</summary>
    Unknown = 2,

    /// <summary>The provider took it.</summary>
    Accepted = 3,

    /// <summary>Too late to be delivered.</summary>
    Expired = 4,

    /// <summary>The provider took it and gave up later.</summary>
    Failed = 5,

    /// <summary>It is in the customer's inbox, on their phone or device.</summary>
    Delivered = 6,

    /// <summary>It could not be delivered.</summary>
    Bounced = 7,

    Opened = 8,

    Clicked = 9,

    Replied = 10,

    /// <summary>The customer asked not to get more.</summary>
    Unsubscribed = 11,

    /// <summary>The customer reported it as spam.</summary>
    Complained = 12,
}
