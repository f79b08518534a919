using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Languages in which texts are read.</summary>
public static class TextLanguages
{
    /// <summary>Two letters each, in ordinal order.</summary>
    public static ImmutableArray<string> Known { get; } = ["en", "pt"];
}
