using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>Where customers can be reached, as their attributes say. An attribute may hold a list: of those the first that did not bounce is used.</summary>
public static class StatedAddresses
{
    /// <summary>The address for a channel; null: there is none, or all that there are bounced.</summary>
    /// <param name="state">The customer.</param>
    /// <param name="channel">As in the policy.</param>
    /// <param name="attribute">Which attribute holds it.</param>
    public static string? Of(CustomerState state, string channel, string attribute)
    {
        var bounced = Suppressions.BouncedOf(state.Suppressions, channel);
        return In(state.Profile, attribute).FirstOrDefault(address => bounced.IsEmpty || !IsAmong(bounced, channel, address));
    }

    /// <summary>Whether the customer has no address beside those that bounced.</summary>
    internal static bool AllAre(Profile profile, ImmutableArray<Suppression> bounced) =>
        bounced.All(b => In(profile, b.AddressIn!).All(address => IsAmong(bounced, b.Channel, address)));

    private static bool IsAmong(ImmutableArray<Suppression> bounced, string channel, string address)
    {
        var fingerprint = AddressFingerprint.Of(channel, address);
        return bounced.Any(b => b.Address == fingerprint);
    }

    private static ImmutableArray<string> In(Profile profile, string attribute)
    {
        var value = profile.Attributes[attribute];
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var item in value.Kind == ScalarKind.List ? value.Items : [value])
        {
            if (Text(item) is { } text)
            {
                found.Add(text);
            }
        }

        return found.Count == 0 && Subscription(profile, attribute) is { } subscription ? [subscription] : found.DrainToImmutable();
    }

    // A browser's subscription that was stated as an object is kept as its members: put together as the browser gave it.
    private static string? Subscription(Profile profile, string attribute)
    {
        var (endpoint, key, secret) = (Member("endpoint"), Member("keys.p256dh"), Member("keys.auth"));
        return endpoint is null || key is null || secret is null ? null : $$$"""{"endpoint":"{{{endpoint}}}","keys":{"p256dh":"{{{key}}}","auth":"{{{secret}}}"}}""";

        string? Member(string name) => profile.Attributes[$"{attribute}.{name}"] is { Kind: ScalarKind.Text, Text: { } text } ? JsonEncodedText.Encode(text.Trim()).Value : null;
    }

    /// <summary>An address as it was stated; null where the value cannot be one.</summary>
    internal static string? Text(in Scalar value) => value switch
    {
        { Kind: ScalarKind.Text, Text: { } text } when !string.IsNullOrWhiteSpace(text) => text.Trim(),
        { Kind: ScalarKind.Number } number => number.Number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
