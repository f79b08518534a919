using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions;

/// <summary>Whether customers may wait in a document.</summary>
internal static class Waiting
{
    /// <summary>The published text has a wait, or a trigger that waits.</summary>
    public static bool IsAbout(string kind, string? published) =>
        kind == "policy" && published is not null && DocumentTree.Parse(published) is { Root: { } root }
        && (!KeptSteps.Of(root).IsEmpty || WordForms.Triggers.Any(t => t.Waits && Names(root["on"], t.Name)));

    private static bool Names(DocumentValue? trigger, string name) => trigger switch
    {
        GroupValue group => group[name] is not null,
        ListValue list => list.Items.Any(i => Names(i, name)),
        _ => false,
    };
}
