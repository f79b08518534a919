using System.Collections.Immutable;

namespace CxOrchestrator.Definitions;

/// <summary>The packs that come with the product, embedded: a new data folder starts with one.</summary>
public static class SamplePacks
{
    private const string Root = "samples/";

    private static readonly ImmutableSortedDictionary<string, ImmutableArray<DocumentSource>> Packs = Load();

    /// <summary>In order of the alphabet.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Packs.Keys];

    /// <summary>The names in a text that separates them by spaces.</summary>
    public static ImmutableArray<string> Named(string packs) => [.. packs.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>The files of a pack, by name.</summary>
    /// <exception cref="ArgumentException">There is no such pack.</exception>
    public static ImmutableArray<DocumentSource> Read(string pack) => Packs.TryGetValue(pack, out var files)
        ? files
        : throw new ArgumentException($"No pack '{pack}'; there are {string.Join(", ", Names)}.", nameof(pack));

    private static ImmutableSortedDictionary<string, ImmutableArray<DocumentSource>> Load()
    {
        var assembly = typeof(SamplePacks).Assembly;
        return assembly.GetManifestResourceNames()
            .Select(resource => (Resource: resource, Parts: resource.Replace('\\', '/').Split('/')))
            .Where(r => r.Parts is [_, _, _] && r.Resource.StartsWith(Root, StringComparison.Ordinal))
            .GroupBy(r => r.Parts[1], StringComparer.Ordinal)
            .ToImmutableSortedDictionary(
                pack => pack.Key,
                pack => pack.OrderBy(r => r.Parts[2], StringComparer.Ordinal).Select(r => new DocumentSource(r.Parts[2], Text(r.Resource))).ToImmutableArray(),
                StringComparer.Ordinal);

        string Text(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }
}
