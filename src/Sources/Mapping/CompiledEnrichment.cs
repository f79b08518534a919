using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>How events get their content, with its expressions.</summary>
public sealed class CompiledEnrichment(SourceEnrichment enrichment)
{
    private readonly ProviderQuery? _when = CompiledSource.Optional(enrichment.When);
    private readonly ImmutableArray<(string Name, ProviderQuery Query)> _values = [.. enrichment.Values.Select(v => (v.Key, CompiledSource.Query(v.Value)))];

    /// <summary>What the system is asked with for the event's content; null where it is not asked for this event.</summary>
    public ImmutableArray<KeyValuePair<string, string>>? Lacks(QueryDocument document)
    {
        if (_when?.Holds(document) == false)
        {
            return null;
        }

        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(_values.Length);
        foreach (var (name, query) in _values)
        {
            // Without an id there is nothing to ask for.
            if (query.Stated(document) is not { } value)
            {
                return null;
            }

            values.Add(KeyValuePair.Create(name, value));
        }

        return values.DrainToImmutable();
    }
}
