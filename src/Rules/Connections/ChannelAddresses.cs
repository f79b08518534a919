namespace CxOrchestrator.Rules.Connections;

/// <summary>Which attribute of a customer holds the address of a channel, unless a connection names another.</summary>
public static class ChannelAddresses
{
    public const string Email = "email";

    public const string Phone = "phone";

    public const string Push = "push";

    /// <summary>Setting of every connection that reaches telephones: the country of numbers that name none, as in ISO 3166.</summary>
    public const string CountrySetting = "country";

    /// <summary>Channels that reach a telephone number.</summary>
    public static bool IsPhone(string channel) => channel is "sms" or "whatsapp" or "rcs" or "voice";

    /// <summary>Null for a channel that is addressed by the customer's id.</summary>
    public static string? AttributeOf(string channel) => channel switch
    {
        Email => Email,
        Push => "pushToken",
        "in-app" => null,
        _ when IsPhone(channel) => Phone,
        _ => channel,
    };
}
