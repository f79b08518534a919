using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>How <c>customer.updated</c> changes what is known of the person.</summary>
internal static class Profiles
{
    public const string UpdateType = "customer.updated";

    private const string ConsentPrefix = "consent.";

    /// <summary>The profile after the update; an update older than the newest one fills gaps only. Null where nothing changes.</summary>
    public static Profile? Update(Profile profile, Touchpoint touchpoint)
    {
        var late = profile.UpdatedAt is { } updated && touchpoint.At < updated;
        var next = profile;
        var consent = new List<NamedValue>();
        var attributes = new List<NamedValue>();
        foreach (var (name, value) in touchpoint.Attributes.Values.Select(v => (v.Name, v.Value)))
        {
            if (name.StartsWith(ConsentPrefix, StringComparison.Ordinal))
            {
                consent.Add(new(name[ConsentPrefix.Length..], value));
            }
            else
            {
                next = Named(next, name, value, late) ?? Other(next, attributes, name, value);
            }
        }

        next = next with
        {
            Consent = Merge(profile.Consent, consent, late),
            Attributes = Merge(profile.Attributes, attributes, late),
            UpdatedAt = late ? profile.UpdatedAt : touchpoint.At,
        };
        return next == profile ? null : next;
    }

    private static Profile? Named(Profile p, string name, Scalar value, bool late) => name switch
    {
        "name" => p with { Name = Text(p.Name, value, late) },
        "language" => p with { Language = Text(p.Language, value, late) },
        "timeZone" => p with { TimeZone = Text(p.TimeZone, value, late) },
        "segment" => p with { Segment = Text(p.Segment, value, late) },
        "currency" => p with { Currency = Text(p.Currency, value, late) },
        "lifetimeValue" => late && p.LifetimeValue is not null ? p
            : p with { LifetimeValue = value.Kind == ScalarKind.Number ? value.Number : null },
        _ => null,
    };

    private static Profile Other(Profile profile, List<NamedValue> attributes, string name, Scalar value)
    {
        attributes.Add(new(name, value));
        return profile;
    }

    private static string? Text(string? old, Scalar value, bool late) =>
        late && old is not null ? old : value.Kind == ScalarKind.None ? null : value.ToString();

    private static AttributeSet Merge(AttributeSet old, List<NamedValue> values, bool late)
    {
        if (values.Count == 0)
        {
            return old;
        }

        var given = AttributeSet.Of(values);
        return late ? given.With(old) : old.With(given);
    }
}
