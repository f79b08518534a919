using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>Which country's rules hold for a customer.</summary>
internal static class CustomerCountries
{
    private const int CodeLength = 2;

    /// <summary>Attributes that name it, in this order.</summary>
    private static readonly string[] Attributes = ["country", "address.country"];

    /// <summary>
    /// Its code of two capital letters (ISO 3166-1): from the attribute <c>country</c> or <c>address.country</c>, else from the country code of their
    /// telephone number; null: unknown.
    /// </summary>
    public static string? Of(Profile profile)
    {
        foreach (var attribute in Attributes)
        {
            if (profile.Attributes[attribute] is { Kind: ScalarKind.Text, Text: { } text } && text.Trim() is { Length: CodeLength } code && code.All(char.IsAsciiLetter))
            {
                return code.ToUpperInvariant();
            }
        }

        return profile.Attributes[ChannelAddresses.Phone] is { Kind: ScalarKind.Text, Text: { } number } ? CallingCodes.CountryOf(number) : null;
    }
}
