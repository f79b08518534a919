using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>The parts of a touchpoint with their expressions.</summary>
public sealed class CompiledParts(MappedParts parts)
{
    public ProviderQuery? Customer { get; } = CompiledSource.Optional(parts.Customer);

    public ImmutableArray<(string Kind, ProviderQuery Query)> Identities { get; } = Named(parts.Identities);

    public ProviderQuery? Channel { get; } = CompiledSource.Optional(parts.Channel);

    public ImmutableArray<(string Name, ProviderQuery Query)> Attributes { get; } = Named(parts.Attributes);

    public ProviderQuery? Rest { get; } = CompiledSource.Optional(parts.Rest);

    public ProviderQuery? Amount { get; } = CompiledSource.Optional(parts.Amount);

    public ProviderQuery? Currency { get; } = CompiledSource.Optional(parts.Currency);

    public bool MinorUnits => parts.MinorUnits;

    public ProviderQuery? Nps { get; } = CompiledSource.Optional(parts.Nps);

    public ProviderQuery? Csat { get; } = CompiledSource.Optional(parts.Csat);

    public ProviderQuery? Ces { get; } = CompiledSource.Optional(parts.Ces);

    public ProviderQuery? Text { get; } = CompiledSource.Optional(parts.Text);

    public ProviderQuery? Language { get; } = CompiledSource.Optional(parts.Language);

    private static ImmutableArray<(string, ProviderQuery)> Named(ImmutableArray<KeyValuePair<string, string>> named) => [.. named.Select(n => (n.Key, CompiledSource.Query(n.Value)))];
}
