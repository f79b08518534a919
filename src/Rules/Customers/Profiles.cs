using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>How <c>customer.updated</c> and actions change what is known of the person.</summary>
internal static class Profiles
{
    public const string UpdateType = CustomerUpdates.Type;

    /// <summary>The profile after the update, the same in whatever order updates arrive. Null where nothing changes.</summary>
    /// <param name="profile">Before.</param>
    /// <param name="touchpoint">A <c>customer.updated</c>; each of its fields is as new as its own time.</param>
    /// <param name="dropped">Attributes that are not kept, because the customer has as many as are.</param>
    public static Profile? Update(Profile profile, Touchpoint touchpoint, out ImmutableArray<string> dropped)
    {
        dropped = [];
        if (touchpoint.Attributes.Count == 0)
        {
            return null;
        }

        var fields = new ProfileFields(profile);
        foreach (var given in touchpoint.Attributes.Values)
        {
            var (name, value) = ConsentReading.IsConsent(given.Name) ? Consent(given) : (given.Name, given.Value);
            if (!fields.Write(name, value, touchpoint.At))
            {
                dropped = dropped.Add(name);
            }
        }

        var next = fields.ToProfile();
        return next == profile ? null : next;
    }

    /// <summary>The profile with one more attribute, as a policy sets it; null where nothing changes.</summary>
    public static Profile? Set(Profile profile, string name, in Scalar value, DateTimeOffset at, out bool dropped)
    {
        var fields = new ProfileFields(profile);
        dropped = !fields.Write(name, value, at);
        var next = fields.ToProfile();
        return next == profile ? null : next;
    }

    private static (string Name, Scalar Value) Consent(in NamedValue given)
    {
        ConsentReading.TryRead(given.Name, given.Value, out var channel, out var answer);
        return ($"consent.{channel}", answer);
    }
}
