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

    /// <summary>
    /// Two profiles as one person's: of each field the newer statement, and of consent the strictest. What either refused stays refused until the person
    /// states otherwise after <paramref name="at"/>.
    /// </summary>
    public static Profile Strictest(Profile a, Profile b, DateTimeOffset at)
    {
        var fields = new ProfileFields(a);
        fields.Take(b);
        NamedValue[] answers = [.. a.Consent.Values, .. b.Consent.Values];
        foreach (var refusal in answers.Where(v => !v.Value.Flag))
        {
            fields.Write($"consent.{refusal.Name.ToLowerInvariant()}", refusal.Value, at);
        }

        // A refusal of everything took with it what the same person agreed to apart from it.
        var strict = fields.ToProfile();
        foreach (var agreed in answers.Where(v => v.Value.Flag && !Refuses(a, v.Name) && !Refuses(b, v.Name) && Refuses(strict, v.Name)))
        {
            fields.Write($"consent.{agreed.Name.ToLowerInvariant()}", agreed.Value, at);
        }

        return fields.ToProfile();
    }

    /// <summary>Names of the fields that a <c>customer.updated</c> states; of another touchpoint none.</summary>
    public static IEnumerable<string> Stated(Touchpoint touchpoint) => touchpoint.Type != UpdateType
        ? []
        : touchpoint.Attributes.Values.Select(given => ConsentReading.IsConsent(given.Name) ? Consent(given).Name : given.Name);

    private static bool Refuses(Profile profile, string name) => profile.ConsentTo(name) is { Kind: ScalarKind.Flag, Flag: false };

    private static (string Name, Scalar Value) Consent(in NamedValue given)
    {
        ConsentReading.TryRead(given.Name, given.Value, out var channel, out var answer);
        return ($"consent.{channel}", answer);
    }
}
