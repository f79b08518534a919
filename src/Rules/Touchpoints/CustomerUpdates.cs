namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>What the attributes of a <c>customer.updated</c> must be; null erases any of them.</summary>
internal static class CustomerUpdates
{
    public const string Type = "customer.updated";

    /// <summary>What is wrong with the attribute and the cure; null where nothing is.</summary>
    public static string? Problem(string name, in Scalar value)
    {
        if (ConsentReading.IsConsent(name))
        {
            return ConsentReading.TryRead(name, value, out _, out _);
        }

        if (value.Kind == ScalarKind.None)
        {
            return null;
        }

        return name switch
        {
            "name" or "language" or "segment" => value.Kind == ScalarKind.Text ? NoControl(value.Text!) : "A text is needed, or null to erase it.",
            "currency" => value.Kind == ScalarKind.Text && Currencies.IsCode(value.Text!) ? null : Currencies.Cure,
            "timeZone" => value.Kind == ScalarKind.Text && IsZone(value.Text!)
                ? null
                : "The time zone is not known. Send its IANA name, such as Europe/Lisbon.",
            "lifetimeValue" => value.Kind == ScalarKind.Number ? null : "A number is needed, or null to erase it.",
            _ => null,
        };
    }

    private static string? NoControl(string text)
    {
        if (text.Length > Touchpoint.NameLengthMax)
        {
            return $"At most {Touchpoint.NameLengthMax} characters are allowed; this has {text.Length}.";
        }

        return text.Any(char.IsControl) ? "Control characters are not allowed. Remove them." : null;
    }

    private static bool IsZone(string text) =>
        text.Length <= Touchpoint.NameLengthMax && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId;
}
