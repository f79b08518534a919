using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>All actions that documents can name.</summary>
internal static class ActionWords
{
    /// <summary>In the order in which messages list them.</summary>
    public static ImmutableArray<ActionWord> All { get; } =
    [
        new MessageWord(),
        new OfferWord(),
        new CallbackWord(),
        new WebhookWord(),
        new WaitWord(),
        new SetAttributeWord(),
        SegmentListWord.Add,
        SegmentListWord.Remove,
        new SuppressWord(),
    ];

    public static Shape Shape { get; } = new("action", "an action", [.. All.Select(w => w.Name)]);

    /// <summary>In the order in which forms offer them: a wait comes last.</summary>
    public static IEnumerable<ActionWord> Offered => All.OrderBy(w => w is WaitWord);
}
