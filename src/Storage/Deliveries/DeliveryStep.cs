namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A step in the life of a message after it was admitted; each is a touchpoint <c>message.&lt;step&gt;</c>.</summary>
public enum DeliveryStep
{
    /// <summary>It was handed to the provider.</summary>
    Sent = 1,

    /// <summary>The provider took it.</summary>
    Accepted = 2,

    /// <summary>It is in the customer's inbox, on their phone or device.</summary>
    Delivered = 3,

    Opened = 4,

    Clicked = 5,

    Replied = 6,

    /// <summary>It could not be delivered.</summary>
    Bounced = 7,

    /// <summary>The customer reported it as spam.</summary>
    Complained = 8,

    /// <summary>The customer asked not to get more.</summary>
    Unsubscribed = 9,

    /// <summary>The provider took it and gave up later.</summary>
    Failed = 10,

    /// <summary>Too late to be delivered.</summary>
    Expired = 11,

    /// <summary>It may have been sent, and nobody can tell.</summary>
    Unknown = 12,
}
