using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;
using Orleans;

namespace CxOrchestrator.Rules.Customers;

/// <summary>What the company knows of the person, from <c>customer.updated</c>. Nothing of it counts towards the bound of a state.</summary>
[GenerateSerializer, Immutable, Alias("cx.profile")]
public sealed record Profile
{
    /// <summary>The channel name that means every channel without an answer of its own.</summary>
    public const string AllChannels = "all";

    public static Profile Empty { get; } = new();

    [Id(0)] public string? Name { get; init; }

    /// <summary>BCP 47.</summary>
    [Id(1)] public string? Language { get; init; }

    /// <summary>IANA name.</summary>
    [Id(2)] public string? TimeZone { get; init; }

    /// <summary>The segment that the upstream system says, apart from the defined ones.</summary>
    [Id(3)] public string? Segment { get; init; }

    [Id(4)] public double? LifetimeValue { get; init; }

    /// <summary>ISO 4217 currency of the lifetime value.</summary>
    [Id(5)] public string? Currency { get; init; }

    /// <summary>
    /// True or false per channel, in lower case, or for <see cref="AllChannels"/>; for one purpose it is behind a dot, as in <c>email.promotion</c>.
    /// Read it with <see cref="ConsentTo(string)"/>.
    /// </summary>
    [Id(6)] public AttributeSet Consent { get; init; }

    /// <summary>Everything else that was stated; at most <see cref="AttributeSet.CountMax"/>.</summary>
    [Id(7)] public AttributeSet Attributes { get; init; }

    /// <summary>Own time of the newest update.</summary>
    [Id(8)] public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>
    /// Fields whose last statement is older than <see cref="UpdatedAt"/>, and those that were removed; by name in ordinal order. A field that
    /// is present and not listed was stated at <see cref="UpdatedAt"/>.
    /// </summary>
    [Id(9)] public ImmutableArray<FieldTime> Times { get; init; } = [];

    /// <summary>Removals up to this time are no longer listed one by one: what is not newer does not bring back a field that is not known.</summary>
    [Id(10)] public DateTimeOffset? RemovedUpTo { get; init; }

    /// <summary>What the customer answered for the channel, whatever the case of its name, or for one purpose of it (<c>email.promotion</c>); none where they never did.</summary>
    public Scalar ConsentTo(string channel)
    {
        if (Consent.Count == 0)
        {
            return Scalar.None;
        }

        if (ConsentPurposes.Split(channel) is (var whole, { } purpose))
        {
            return ConsentTo(whole, purpose);
        }

        var forAll = Scalar.None;
        foreach (var answer in Consent.Values)
        {
            if (string.Equals(answer.Name, channel, StringComparison.OrdinalIgnoreCase))
            {
                return answer.Value;
            }

            forAll = string.Equals(answer.Name, AllChannels, StringComparison.Ordinal) ? answer.Value : forAll;
        }

        return forAll;
    }

    /// <summary>
    /// What the customer answered for messages of that purpose on the channel: what was said of just these, else what was said of the whole channel
    /// and of the purpose on all channels, of which a no counts, else what was said of everything; none where they never did.
    /// </summary>
    public Scalar ConsentTo(string channel, string purpose)
    {
        if (Consent.Count == 0)
        {
            return Scalar.None;
        }

        if (Answer(channel, purpose) is { Kind: not ScalarKind.None } exact)
        {
            return exact;
        }

        var (whole, everywhere) = (Answer(channel, null), Answer(AllChannels, purpose));
        return whole.Kind == ScalarKind.None ? (everywhere.Kind == ScalarKind.None ? Answer(AllChannels, null) : everywhere)
            : everywhere.Kind == ScalarKind.None || !whole.Flag ? whole
            : everywhere;
    }

    private Scalar Answer(string channel, string? purpose)
    {
        foreach (var answer in Consent.Values)
        {
            var (own, of) = ConsentPurposes.Split(answer.Name);
            if (string.Equals(of, purpose, StringComparison.OrdinalIgnoreCase) && string.Equals(own, channel, StringComparison.OrdinalIgnoreCase))
            {
                return answer.Value;
            }
        }

        return Scalar.None;
    }

    public bool Equals(Profile? other) =>
        other is not null && Name == other.Name && Language == other.Language && TimeZone == other.TimeZone && Segment == other.Segment
        && LifetimeValue == other.LifetimeValue && Currency == other.Currency && Consent == other.Consent && Attributes == other.Attributes
        && UpdatedAt == other.UpdatedAt && RemovedUpTo == other.RemovedUpTo
        && (Times.IsDefault ? [] : Times).AsSpan().SequenceEqual((other.Times.IsDefault ? [] : other.Times).AsSpan());

    public override int GetHashCode() => HashCode.Combine(Name, Language, TimeZone, Segment, LifetimeValue, Currency, Consent, HashCode.Combine(Attributes, UpdatedAt, RemovedUpTo));
}

/// <summary>When a field of a profile was last stated or removed, by the touchpoint's own time.</summary>
[GenerateSerializer, Immutable, Alias("cx.field-time")]
public readonly record struct FieldTime
{
    public FieldTime(string name, DateTimeOffset at)
    {
        Name = name;
        At = at;
    }

    /// <summary>As in <c>customer.updated</c>: <c>name</c>, <c>consent.email</c>, <c>address.city</c>.</summary>
    [Id(0)] public string Name { get; }

    [Id(1)] public DateTimeOffset At { get; }
}
