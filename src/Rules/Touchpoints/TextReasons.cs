using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Reasons that the packs of the product find in texts. A source may send others.</summary>
public static class TextReasons
{
    /// <summary>In the order in which they are offered.</summary>
    public static ImmutableArray<string> Known { get; } =
        ["late", "cancelled", "lost", "wrong", "broken", "quality", "rude", "staff", "service", "queue", "website", "booking", "price", "refund"];
}
