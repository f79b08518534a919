using System.Collections.Immutable;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Providers;

/// <summary>The providers that connections can name.</summary>
public static class ProviderCatalog
{
    /// <summary>The provider of that id: the set's own document wins over a built-in one. Null: there is none.</summary>
    public static ProviderDefinition? Find(CompiledDefinitions definitions, string id) => definitions.Provider(id) ?? BuiltInProviders.All.FirstOrDefault(p => p.Id == id);

    /// <summary>All of them, in order of their names.</summary>
    public static ImmutableArray<ProviderDefinition> All(CompiledDefinitions definitions) =>
        [.. definitions.Set.Providers.Concat(BuiltInProviders.All).DistinctBy(p => p.Id).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];
}
