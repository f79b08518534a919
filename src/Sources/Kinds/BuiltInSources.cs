using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Sources.Kinds;

/// <summary>The source documents that come with the product, embedded, read by the reader of all others.</summary>
public static class BuiltInSources
{
    private const string Root = "sources/";

    private static readonly Lazy<(ImmutableArray<SourceDefinition> Sources, ImmutableArray<DocumentSource> Documents)> Read = new(Load);

    /// <summary>In order of their names.</summary>
    public static ImmutableArray<SourceDefinition> All => Read.Value.Sources;

    /// <summary>Their texts, to begin a document of one's own from.</summary>
    public static ImmutableArray<DocumentSource> Documents => Read.Value.Documents;

    /// <summary>The kind of that id: the set's own document wins over a built-in one. Null: there is none.</summary>
    public static SourceDefinition? Find(CompiledDefinitions definitions, string id) =>
        definitions.Set.Sources.FirstOrDefault(s => s.Id == id) ?? All.FirstOrDefault(s => s.Id == id);

    /// <summary>All that connections can name, in order of their names.</summary>
    public static ImmutableArray<SourceDefinition> AllOf(CompiledDefinitions definitions) =>
        [.. definitions.Set.Sources.Concat(All).DistinctBy(s => s.Id).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];

    private static (ImmutableArray<SourceDefinition>, ImmutableArray<DocumentSource>) Load()
    {
        var assembly = typeof(BuiltInSources).Assembly;
        var documents = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => new DocumentSource(n[Root.Length..], Text(n))).ToImmutableArray();
        var read = DefinitionReader.Read(documents);
        return read.Set is { } set
            ? ([.. set.Sources.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)], documents)
            : throw new InvalidDataException($"A built-in source is wrong. {string.Join(" ", read.Errors)}");

        string Text(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }
}
