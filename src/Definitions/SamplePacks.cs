using System.Collections.Immutable;

namespace CxOrchestrator.Definitions;

/// <summary>The packs that come with the product.</summary>
public static class SamplePacks
{
    public static ImmutableArray<DocumentSource> Read(string pack) => throw new NotImplementedException(pack);
}
