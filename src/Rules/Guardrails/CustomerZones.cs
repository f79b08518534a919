using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>Where a customer lives, by the clock.</summary>
public static class CustomerZones
{
    private const int LengthMax = 64;

    /// <summary>The profile's zone; null where it is missing, or no zone.</summary>
    public static TimeZoneInfo? Of(Profile profile) =>
        profile.TimeZone is { } name && IsName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>The profile's zone; the other where it is missing, or no zone.</summary>
    public static TimeZoneInfo Of(Profile profile, TimeZoneInfo otherwise) => Of(profile) ?? otherwise;

    // The name comes from outside, and the lookup opens a file of that name on some systems: nothing but a name of the known form gets there.
    private static bool IsName(string name)
    {
        if (name.Length is 0 or > LengthMax || !char.IsAsciiLetter(name[0]) || name[^1] == '/' || name.Contains("//", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '+' or '-' or '/'))
            {
                return false;
            }
        }

        return true;
    }
}
