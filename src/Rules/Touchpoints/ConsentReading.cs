namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Consent as people write it: the channel in any case, or all channels at once. What is anything else is refused.</summary>
internal static class ConsentReading
{
    private const string Name = "consent";

    /// <summary>The attribute is about consent.</summary>
    public static bool IsConsent(string attribute) =>
        attribute.StartsWith(Name, StringComparison.OrdinalIgnoreCase) && (attribute.Length == Name.Length || attribute[Name.Length] == '.');

    /// <summary>What is wrong with it and the cure; null where it can be read.</summary>
    /// <param name="attribute">Its name, <c>consent.email</c> as a rule.</param>
    /// <param name="value">The answer; none takes it back.</param>
    /// <param name="channel">The channel in lower case; <see cref="Customers.Profile.AllChannels"/> for all.</param>
    /// <param name="answer">A flag, or none.</param>
    public static string? TryRead(string attribute, in Scalar value, out string channel, out Scalar answer)
    {
        (channel, answer) = ("", Scalar.None);
        if (attribute.Length <= Name.Length + 1)
        {
            return "Consent is an object of answers by channel, such as {\"email\": true}, or {\"all\": false} for every channel.";
        }

        channel = attribute[(Name.Length + 1)..].Trim().ToLowerInvariant();
        if (channel.Length == 0)
        {
            return "The channel has no name. Consent is an object of answers by channel, such as {\"email\": true}.";
        }

        if (channel.Contains('.'))
        {
            return "Consent is an answer for a whole channel, such as {\"email\": false}; nested answers are not supported. Send one answer for each channel.";
        }

        if (value.Kind == ScalarKind.None)
        {
            return null;
        }

        answer = value.Kind == ScalarKind.Flag ? value : Scalar.None;
        return value.Kind == ScalarKind.Flag ? null : "Consent to a channel is true or false, or null to forget the answer.";
    }
}
