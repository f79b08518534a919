using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Editor;

/// <summary>What sets a policy off.</summary>
internal static class TriggerKinds
{
    private static readonly SingleValue Blank = SingleValue.Of("");

    /// <summary>Those that name a journey and what goes with it.</summary>
    public static IReadOnlyList<KindInfo> All { get; } =
    [
        new("touchpoint", "A touchpoint comes", "something happened: an order, a review, a failed payment", SingleValue.Of("order.placed")),
        new("expectationMissed", "An expectation is missed", "what was expected did not arrive in time", GroupValue.Of(("journey", Blank))),
        new("lowPointOpened", "A low point opens", "the customer's mood fell through, or something critical happened", GroupValue.Empty),
        new("lowPointDeepened", "A low point gets deeper", "an open low point got a further cause", GroupValue.Empty),
        new("lowPointClosed", "A low point closes", "it was put right, or it faded", GroupValue.Empty),
        new("highPointOpened", "A high point opens", "the customer is delighted", GroupValue.Empty),
        new("highPointClosed", "A high point ends", "the delight is over", GroupValue.Empty),
        new("stageEntered", "A stage is entered", "a journey moved on to it", GroupValue.Of(("journey", Blank), ("stage", Blank))),
        new("stageLeft", "A stage is left", "a journey went on from it, or was left", GroupValue.Of(("journey", Blank), ("stage", Blank))),
        new("stageStayed", "A stage lasts too long", "a journey is still there after a time", GroupValue.Of(("journey", Blank), ("stage", Blank), ("for", SingleValue.Of("3 days")))),
        new("absence", "Something does not follow", "nothing of one kind within a time after something of another",
            GroupValue.Of(("of", SingleValue.Of("order.placed")), ("after", SingleValue.Of("cart.updated")), ("within", SingleValue.Of("1 hour")))),
        new("sequence", "Several things in this order", "touchpoints one after the other, within a time",
            GroupValue.Of(("steps", ListValue.Of(SingleValue.Of("search.done"), SingleValue.Of("cart.updated"))), ("within", SingleValue.Of("30 minutes")))),
        new("count", "Something happens often", "the number of touchpoints within a time rises to so many",
            GroupValue.Of(("of", SingleValue.Of("payment.failed")), ("atLeast", SingleValue.Of(3)), ("within", SingleValue.Of("1 day")))),
        new("schedule", "A time comes", "each day, week or month, for those in a segment", GroupValue.Of(("segment", Blank), ("at", SingleValue.Of("09:00")))),
        new("metric", "A number crosses a line", "mood, risk, or a number about the customer", GroupValue.Of(("of", SingleValue.Of("mood")), ("below", SingleValue.Of(-0.2)))),
    ];

    /// <summary>Triggers that can be written bare.</summary>
    public static bool IsBare(string name) => name is "lowPointOpened" or "lowPointDeepened" or "lowPointClosed" or "highPointOpened" or "highPointClosed";

    /// <summary>A new trigger of that kind, with the first journey where one is needed.</summary>
    public static DocumentValue Begin(KindInfo kind, Vocabulary words)
    {
        if (IsBare(kind.Name))
        {
            return SingleValue.Of(kind.Name);
        }

        var begin = kind.Begin;
        if (begin is GroupValue group && group["journey"] is not null && words.Journeys is [var journey, ..])
        {
            begin = new GroupValue([.. group.Fields.Select(f => KeyValuePair.Create(f.Key, f.Key switch
            {
                "journey" => SingleValue.Of(journey.Id),
                "stage" when journey.Stages is [var stage, ..] => SingleValue.Of(stage.Value),
                _ => f.Value,
            }))]);
        }

        if (kind.Name == "schedule" && words.Segments is [var segment, ..])
        {
            begin = GroupValue.Of(("segment", SingleValue.Of(segment.Value)), ("at", SingleValue.Of("09:00")));
        }

        return GroupValue.Of((kind.Name, begin));
    }

    /// <summary>The kind of the trigger at a place; null where nothing known stands there.</summary>
    public static KindInfo? Of(DocumentTree tree, DocumentPath path) => NameOf(tree, path) is { } name ? All.FirstOrDefault(k => k.Name == name) : null;

    /// <summary>What the trigger at a place calls itself.</summary>
    public static string? NameOf(DocumentTree tree, DocumentPath path) => tree.At(path) switch
    {
        SingleValue { IsEmpty: false } bare => bare.Text,
        GroupValue { Fields: [var only, ..] } => only.Key,
        _ => null,
    };
}
