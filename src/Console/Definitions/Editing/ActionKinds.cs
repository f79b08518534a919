using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>What a policy does.</summary>
internal static class ActionKinds
{
    public static IReadOnlyList<WordForm> All => WordForms.Actions;

    /// <summary>A new action of that kind. One that begins with a blank names a list.</summary>
    public static DocumentValue Begin(WordForm kind, Vocabulary words) =>
        GroupValue.Of((kind.Name, kind.Begin is SingleValue { Text: "" } && words.Lists is [var list, ..] ? SingleValue.Of(list.Value) : FormBegin.Of(kind, words)));

    /// <summary>A new wait, with an id of its own: customers who wait at it go on there whatever else of the policy changes.</summary>
    public static DocumentValue BeginWait(WordForm kind, DocumentTree tree)
    {
        var known = tree.Root is { } root ? KeptSteps.Of(root).Select(s => s.Id).ToHashSet(StringComparer.Ordinal) : [];
        var number = 1;
        while (known.Contains($"wait-{number}"))
        {
            number++;
        }

        var begin = (GroupValue)kind.Begin;
        return GroupValue.Of((kind.Name, new GroupValue(begin.Fields.Insert(0, new("id", SingleValue.Of($"wait-{number}"))))));
    }

    /// <summary>The kind of the action at a place; null where there is none that is known.</summary>
    public static WordForm? Of(DocumentTree tree, DocumentPath path) =>
        tree.At(path) is GroupValue { Fields: [var only, ..] } ? All.FirstOrDefault(k => k.Name == only.Key) : null;
}
