using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>What is wrong with a touchpoint: the field by JSON pointer (RFC 6901), and how to fix it.</summary>
#pragma warning disable CA1720 // "Pointer" is the word of RFC 6901.
public sealed record TouchpointError(string Pointer, string Detail);
#pragma warning restore CA1720

/// <summary>A touchpoint, or all that is wrong with it.</summary>
public sealed record TouchpointReading
{
    /// <summary>Null where <see cref="Errors"/> has any.</summary>
    public Touchpoint? Touchpoint { get; init; }

    /// <summary>The touchpoint names no customer, so that its identities have to find one; see <see cref="CustomerNaming.OrIdentities"/>.</summary>
    public bool NeedsCustomer => Touchpoint is { } touchpoint && touchpoint.Customer == default;

    /// <summary>In the order found, at most <see cref="TouchpointJson.ErrorsMax"/>.</summary>
    public ImmutableArray<TouchpointError> Errors { get; init; } = [];

    /// <summary>Pointers of unknown fields that were kept as attributes.</summary>
    public ImmutableArray<string> KeptAsAttributes { get; init; } = [];

    /// <summary>The id where it could be read, also of a touchpoint with errors.</summary>
    public string? Id { get; init; }
}
