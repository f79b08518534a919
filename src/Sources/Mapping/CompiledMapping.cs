using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>A mapping with its expressions, those that its source shares included.</summary>
public sealed class CompiledMapping(EventMapping mapping, MappedParts common)
{
    public string As => mapping.As;

    public ProviderQuery? When { get; } = CompiledSource.Optional(mapping.When);

    public ProviderQuery? Each { get; } = CompiledSource.Optional(mapping.Each);

    public ProviderQuery? Key { get; } = CompiledSource.Optional(mapping.Key);

    public ProviderQuery? At { get; } = CompiledSource.Optional(mapping.At);

    public CompiledParts Parts { get; } = new(mapping.Parts.Over(common));
}
