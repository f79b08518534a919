using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>What somebody signs in with in addition to the password. Stored only once a first code was right.</summary>
public sealed record StoredSecondFactor
{
    /// <summary>The secret that codes are made from, encrypted by the gateway.</summary>
    public required string Secret { get; init; }

    /// <summary>The newest time step, of 30 seconds since 1970, whose code was used: codes of it and of earlier ones are refused.</summary>
    public long LastStep { get; init; }

    /// <summary>Hashes of recovery codes that were not used so far.</summary>
    public ImmutableArray<string> RecoveryCodes { get; init; } = [];
}
