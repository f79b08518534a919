using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>Recognizes an address of a customer again without keeping it.</summary>
internal static class AddressFingerprint
{
    /// <summary>Last digits by which a telephone number is compared: enough to tell numbers of one customer apart, and the same with and without a country code.</summary>
    private const int DigitsMax = 8;

    /// <summary>The same for two ways to write one address: e-mail addresses in any case, telephone numbers with or without country code and separators.</summary>
    public static ulong Of(string channel, string address) => StableHash.Hash("address", ChannelAddresses.IsPhone(channel) ? Digits(address) : Text(channel, address));

    private static string Text(string channel, string address)
    {
        var text = address.Trim();
        return channel == ChannelAddresses.Email ? text.ToLowerInvariant() : text;
    }

    private static string Digits(string address)
    {
        var digits = string.Concat(address.Where(char.IsAsciiDigit));
        return digits.Length <= DigitsMax ? digits : digits[^DigitsMax..];
    }
}
