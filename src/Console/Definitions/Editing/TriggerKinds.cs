using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>What fires a policy.</summary>
internal static class TriggerKinds
{
    public static IReadOnlyList<WordForm> All => WordForms.Triggers;

    public static WordForm? Named(string? name) => All.FirstOrDefault(k => k.Name == name);

    /// <summary>A new trigger of that kind, with the first journey where one is needed.</summary>
    public static DocumentValue Begin(WordForm kind, Vocabulary words) =>
        kind.StandsAlone ? SingleValue.Of(kind.Name) : GroupValue.Of((kind.Name, FormBegin.Of(kind, words)));

    /// <summary>The kind of the trigger at a place; null where there is none that is known.</summary>
    public static WordForm? Of(DocumentTree tree, DocumentPath path) => Named(NameOf(tree, path));

    /// <summary>What the trigger at a place calls itself.</summary>
    public static string? NameOf(DocumentTree tree, DocumentPath path) => tree.At(path) switch
    {
        SingleValue { IsEmpty: false } bare => bare.Text,
        GroupValue { Fields: [var only, ..] } => only.Key,
        _ => null,
    };
}
