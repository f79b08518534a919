namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>
/// Consent as people write it: the channel in any case, or all channels at once; for every purpose, or for one. What is anything else is refused.
/// </summary>
internal static class ConsentReading
{
    private const string Name = "consent";

    private const string Forms = "such as {\"email\": true}, {\"email\": {\"service\": true, \"promotion\": false}}, or {\"all\": false} for every channel";

    /// <summary>The attribute is about consent.</summary>
    public static bool IsConsent(string attribute) =>
        attribute.StartsWith(Name, StringComparison.OrdinalIgnoreCase) && (attribute.Length == Name.Length || attribute[Name.Length] == '.');

    /// <summary>What is wrong with it and the cure; null where it can be read.</summary>
    /// <param name="attribute">Its name, <c>consent.email</c> as a rule.</param>
    /// <param name="value">The answer; none takes it back.</param>
    /// <param name="channel">
    /// The channel in lower case; <see cref="Customers.Profile.AllChannels"/> for all. An answer for one purpose has it behind a dot: <c>email.promotion</c>.
    /// </param>
    /// <param name="answer">A flag, or none.</param>
    public static string? TryRead(string attribute, in Scalar value, out string channel, out Scalar answer)
    {
        (channel, answer) = ("", Scalar.None);
        if (attribute.Length <= Name.Length + 1)
        {
            return $"Consent is an object of answers by channel, {Forms}.";
        }

        channel = attribute[(Name.Length + 1)..].Trim().ToLowerInvariant();
        if (channel.Length == 0)
        {
            return $"The channel has no name. Consent is an object of answers by channel, {Forms}.";
        }

        if (channel.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot && (dot == 0 || !ConsentPurposes.Is(channel.AsSpan(dot + 1))))
        {
            return $"The purposes of consent are service and promotion. Send an answer for a channel or for one of them, {Forms}.";
        }

        if (value.Kind == ScalarKind.None)
        {
            return null;
        }

        answer = value.Kind == ScalarKind.Flag ? value : Scalar.None;
        return value.Kind == ScalarKind.Flag ? null : "Consent to a channel is true or false, or null to forget the answer.";
    }
}
