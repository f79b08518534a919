using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>
/// The fields of a profile, each with the own time of what last stated or removed it: the last writer by that time wins, so that any order of
/// arrival gives the same fields. A dotted name is a member of the object before its last dot: a newer statement about the object, a text or a
/// removal, takes its older members with it, and a newer member replaces an older text.
/// </summary>
internal sealed class ProfileFields
{
    /// <summary>Most removals listed one by one; beyond them the oldest are remembered by their time alone.</summary>
    public const int RemovalsMax = 200;

    private const string Consent = "consent.";

    private static readonly string[] Named = ["name", "language", "timeZone", "segment", "lifetimeValue", "currency"];

    private readonly SortedDictionary<string, (Scalar Value, DateTimeOffset At)> _fields = new(StringComparer.Ordinal);
    private DateTimeOffset? _removedUpTo;
    private int _attributes;

    public ProfileFields(Profile profile)
    {
        _removedUpTo = profile.RemovedUpTo;
        var at = profile.UpdatedAt ?? DateTimeOffset.MinValue;
        Load("name", profile.Name, at);
        Load("language", profile.Language, at);
        Load("timeZone", profile.TimeZone, at);
        Load("segment", profile.Segment, at);
        Load("currency", profile.Currency, at);
        if (profile.LifetimeValue is { } value)
        {
            _fields["lifetimeValue"] = (Scalar.Of(value), at);
        }

        foreach (var answer in profile.Consent.Values)
        {
            _fields[Consent + answer.Name.ToLowerInvariant()] = (answer.Value, at);
        }

        foreach (var attribute in profile.Attributes.Values)
        {
            _fields[attribute.Name] = (attribute.Value, at);
        }

        _attributes = profile.Attributes.Count;
        foreach (var time in profile.Times.IsDefault ? [] : profile.Times)
        {
            _fields[time.Name] = (_fields.GetValueOrDefault(time.Name).Value, time.At);
        }
    }

    /// <summary>States or, with none, removes a field.</summary>
    /// <returns>False where the customer has as many attributes as are kept, and the field would be a further one.</returns>
    public bool Write(string name, in Scalar value, DateTimeOffset at)
    {
        var known = _fields.TryGetValue(name, out var before);
        if (known ? !Wins(name, value, at, before.Value, before.At) : _removedUpTo >= at)
        {
            return true;
        }

        if (NewerAbove(name, at))
        {
            return true;
        }

        var hidden = ReplaceMembers(name, at);
        var next = hidden ? Scalar.None : value;
        if (next.Kind != ScalarKind.None && before.Value.Kind == ScalarKind.None && IsAttribute(name) && _attributes >= AttributeSet.CountMax)
        {
            return false;
        }

        HideAbove(name, at);
        Set(name, next, at);
        return true;
    }

    /// <summary>Takes what another profile states, field by field: the newer statement wins. Attributes beyond the most that are kept are passed over.</summary>
    public void Take(Profile other)
    {
        var theirs = new ProfileFields(other);
        foreach (var (name, field) in theirs._fields)
        {
            Write(name, field.Value, field.At);
        }

        _removedUpTo = theirs._removedUpTo is { } upTo && !(_removedUpTo >= upTo) ? upTo : _removedUpTo;
    }

    /// <summary>Takes of another profile the fields that no touchpoint stated.</summary>
    public void TakeUnstated(Profile other, IReadOnlySet<string> stated)
    {
        foreach (var (name, field) in new ProfileFields(other)._fields)
        {
            if (!stated.Contains(name))
            {
                Write(name, field.Value, field.At);
            }
        }
    }

    /// <summary>The profile with these fields.</summary>
    public Profile ToProfile()
    {
        ForgetRemovals();
        var consent = new List<NamedValue>();
        var attributes = new List<NamedValue>();
        DateTimeOffset? newest = null;
        foreach (var (name, field) in _fields)
        {
            newest = newest is { } other && other >= field.At ? other : field.At;
            if (field.Value.Kind == ScalarKind.None)
            {
                continue;
            }

            if (name.StartsWith(Consent, StringComparison.Ordinal))
            {
                consent.Add(new(name[Consent.Length..], field.Value));
            }
            else if (IsAttribute(name))
            {
                attributes.Add(new(name, field.Value));
            }
        }

        return new Profile
        {
            Name = Text("name"),
            Language = Text("language"),
            TimeZone = Text("timeZone"),
            Segment = Text("segment"),
            Currency = Text("currency"),
            LifetimeValue = _fields.GetValueOrDefault("lifetimeValue").Value is { Kind: ScalarKind.Number } value ? value.Number : null,
            Consent = AttributeSet.Of(consent),
            Attributes = AttributeSet.Of(attributes),
            UpdatedAt = newest,
            Times = [.. _fields.Where(f => f.Value.At != newest || f.Value.Value.Kind == ScalarKind.None).Select(f => new FieldTime(f.Key, f.Value.At))],
            RemovedUpTo = _removedUpTo,
        };
    }

    private static bool IsAttribute(string name) => !name.StartsWith(Consent, StringComparison.Ordinal) && !Named.Contains(name);

    // At the same time the value decides, so that the order of arrival does not: of consent the opt-out, of all else a removal, then the greater value.
    private static bool Wins(string name, in Scalar value, DateTimeOffset at, in Scalar before, DateTimeOffset beforeAt)
    {
        if (at != beforeAt)
        {
            return at > beforeAt;
        }

        return name.StartsWith(Consent, StringComparison.Ordinal)
            ? Rank(value) > Rank(before)
            : before.Kind != ScalarKind.None && (value.Kind == ScalarKind.None || Order(value, before) > 0);

        static int Rank(in Scalar answer) => answer.Kind == ScalarKind.None ? 0 : answer.Flag ? 1 : 2;
    }

    private static int Order(in Scalar a, in Scalar b) =>
        a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind)
        : a.Kind is ScalarKind.Number or ScalarKind.Flag ? a.Number.CompareTo(b.Number)
        : string.CompareOrdinal(a.ToString(), b.ToString());

    private static IEnumerable<string> Above(string name)
    {
        if (name.StartsWith(Consent, StringComparison.Ordinal))
        {
            foreach (var above in AboveConsent(name))
            {
                yield return above;
            }

            yield break;
        }

        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            yield return name[..dot];
        }
    }

    // An answer for one purpose gives way to a newer one for the whole channel; every answer to a newer one for all channels.
    private static IEnumerable<string> AboveConsent(string name)
    {
        var (channel, purpose) = ConsentPurposes.Split(name[Consent.Length..]);
        if (purpose is not null)
        {
            yield return Consent + channel;
            if (channel != Profile.AllChannels)
            {
                yield return $"{Consent}{Profile.AllChannels}.{purpose}";
            }
        }

        if (channel != Profile.AllChannels && channel.Length > 0)
        {
            yield return Consent + Profile.AllChannels;
        }
    }

    private static bool IsBelow(string name, string above) => above.StartsWith(Consent, StringComparison.Ordinal)
        ? name.StartsWith(Consent, StringComparison.Ordinal) && AboveConsent(name).Contains(above)
        : name.Length > above.Length && name[above.Length] == '.' && name.StartsWith(above, StringComparison.Ordinal);

    private bool NewerAbove(string name, DateTimeOffset at)
    {
        foreach (var above in Above(name))
        {
            if (_fields.TryGetValue(above, out var field) && field.At > at)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the older members away; true where a newer one says that the name is an object, and no text.</summary>
    private bool ReplaceMembers(string name, DateTimeOffset at)
    {
        List<string>? older = null;
        var newer = false;
        foreach (var (member, field) in _fields)
        {
            if (!IsBelow(member, name))
            {
                continue;
            }

            newer |= field.At > at;
            if (field.At < at)
            {
                (older ??= []).Add(member);
            }
        }

        foreach (var member in older ?? [])
        {
            Set(member, Scalar.None, at);
            _fields.Remove(member);
        }

        return newer && IsAttribute(name);
    }

    // Name and language stay what they are beside members of the same name; an older text is replaced by an object.
    private void HideAbove(string name, DateTimeOffset at)
    {
        foreach (var above in Above(name))
        {
            if (IsAttribute(above) && _fields.TryGetValue(above, out var field) && field.At < at)
            {
                Set(above, Scalar.None, field.At);
            }
        }
    }

    private void Set(string name, in Scalar value, DateTimeOffset at)
    {
        if (IsAttribute(name))
        {
            var had = _fields.TryGetValue(name, out var before) && before.Value.Kind != ScalarKind.None;
            _attributes += (value.Kind != ScalarKind.None ? 1 : 0) - (had ? 1 : 0);
        }

        _fields[name] = (value, at);
    }

    private void ForgetRemovals()
    {
        var removals = _fields.Where(f => f.Value.Value.Kind == ScalarKind.None).OrderBy(f => f.Value.At).ThenBy(f => f.Key, StringComparer.Ordinal).ToList();
        foreach (var (name, field) in removals.Take(removals.Count - RemovalsMax))
        {
            _fields.Remove(name);
            _removedUpTo = _removedUpTo is { } up && up > field.At ? up : field.At;
        }
    }

    private void Load(string name, string? value, DateTimeOffset at)
    {
        if (value is not null)
        {
            _fields[name] = (Scalar.Of(value), at);
        }
    }

    private string? Text(string name) => _fields.GetValueOrDefault(name).Value is { Kind: not ScalarKind.None } value ? value.ToString() : null;
}
