using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>What a new trigger or action begins with in this installation.</summary>
internal static class FormBegin
{
    /// <summary>The value to begin with: the first journey with its first stage, the first segment and the first queue in place of blanks and examples.</summary>
    public static DocumentValue Of(WordForm form, Vocabulary words) =>
        form.Begin is GroupValue group ? new GroupValue([.. group.Fields.Select(f => KeyValuePair.Create(f.Key, Of(f, words)))]) : form.Begin;

    private static DocumentValue Of(KeyValuePair<string, DocumentValue> field, Vocabulary words) => field.Key switch
    {
        "journey" when words.Journeys is [var journey, ..] => SingleValue.Of(journey.Id),
        "stage" when words.Journeys is [{ Stages: [var stage, ..] }, ..] => SingleValue.Of(stage.Value),
        "segment" when words.Segments is [var segment, ..] => SingleValue.Of(segment.Value),
        "queue" when words.Queues is [var queue, ..] => SingleValue.Of(queue.Value),
        _ => field.Value,
    };
}
