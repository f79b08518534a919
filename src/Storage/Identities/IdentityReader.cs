using System.Collections.Immutable;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Identities;

/// <summary>Reads identities by the rules of the core, and telephone numbers by their library.</summary>
public sealed class IdentityReader(IOptions<IdentitiesOptions> options) : IIdentityReader
{
    private const string CountryAttribute = "country";

    private readonly JunkRules _junk = new(options.Value.Junk, options.Value.ExampleDomains);

    public int SharedMax => options.Value.SharedMax;

    public ImmutableArray<ReadIdentity> Read(Touchpoint touchpoint, string? country)
    {
        if (touchpoint.Identities.Count == 0)
        {
            return [];
        }

        var here = Country(touchpoint.Attributes[CountryAttribute].Text) ?? Country(country);
        return [.. touchpoint.Identities.Values.Select(i => Read(i.Kind, i.Value, here)).DistinctBy(r => r.Identity)];
    }

    /// <summary>One identity; junk is so by how it came and by what it is compared as.</summary>
    /// <param name="kind">See <see cref="IdentityKinds"/>.</param>
    /// <param name="given">The value as it came.</param>
    /// <param name="country">Of telephone numbers that name none; null: the setting's.</param>
    public ReadIdentity Read(string kind, string given, string? country = null)
    {
        var trimmed = given.Trim();
        var normal = kind == IdentityKinds.Phone ? TelephoneNumbers.Read(trimmed, country ?? Country(options.Value.Country)) : IdentityNormal.Of(kind, given);
        return IsJunk(kind, trimmed) || (normal is not null && IsJunk(kind, normal)) ? new(new(kind, normal ?? trimmed), given, IdentityProblem.Junk)
            : normal is null ? new(new(kind, trimmed), given, IdentityProblem.Unreadable)
            : new(new(kind, normal), given, IdentityProblem.None);
    }

    /// <summary>By the rules of now: the company's list may have grown since the value was stored.</summary>
    public bool IsJunk(string kind, string value) => _junk.Matches(kind, value);

    private static string? Country(string? text) => text?.Trim() is { Length: 2 } code && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : null;
}
