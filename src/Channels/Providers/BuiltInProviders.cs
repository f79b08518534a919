using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Providers;

/// <summary>The provider documents that come with the product, embedded, read by the reader of all others.</summary>
public static class BuiltInProviders
{
    private const string Root = "providers/";

    private static readonly Lazy<(ImmutableArray<ProviderDefinition> Providers, ImmutableArray<DocumentSource> Sources)> Read = new(Load);

    /// <summary>In order of their names.</summary>
    public static ImmutableArray<ProviderDefinition> All => Read.Value.Providers;

    /// <summary>Their texts, to begin a document of one's own from.</summary>
    public static ImmutableArray<DocumentSource> Sources => Read.Value.Sources;

    private static (ImmutableArray<ProviderDefinition>, ImmutableArray<DocumentSource>) Load()
    {
        var assembly = typeof(BuiltInProviders).Assembly;
        var sources = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => new DocumentSource(n[Root.Length..], Text(n))).ToImmutableArray();
        var read = DefinitionReader.Read(sources);
        return read.Set is { } set
            ? ([.. set.Providers.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)], sources)
            : throw new InvalidDataException($"A built-in provider is wrong. {string.Join(" ", read.Errors)}");

        string Text(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }
}
