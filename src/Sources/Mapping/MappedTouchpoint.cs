using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>A touchpoint that a mapping made.</summary>
/// <param name="Touchpoint">As the core reads it; without a customer where its identities have to say who it is.</param>
/// <param name="Body">Its native JSON.</param>
/// <param name="Notes">What was left out and why, in sentences.</param>
public sealed record MappedTouchpoint(Touchpoint Touchpoint, ReadOnlyMemory<byte> Body, ImmutableArray<string> Notes)
{
    /// <summary>The same of that customer.</summary>
    public MappedTouchpoint Of(Touchpoint found) => new(found, TouchpointJson.Write(found), Notes);
}
