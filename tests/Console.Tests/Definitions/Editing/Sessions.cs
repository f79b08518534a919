using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Tests.Definitions.Editing;

/// <summary>Documents that are edited.</summary>
internal static class Sessions
{
    public static readonly DocumentPath Root = DocumentPath.Root;

    public const string Policy = "kind: policy\nid: late\nname: Late # words\non: lowPointOpened\nwhen:\n  mood: {below: 0}\n  none:\n    - segment: loyal\ndo: {message: {channel: email, text: Sorry}}\n";

    public static EditorSession Open(string text = Policy, TimeProvider? clock = null) => new("policy", "late", text, clock ?? TimeProvider.System);

    public static string After(string text, params IEnumerable<DocumentEdit> edits)
    {
        var session = Open(text);
        session.Edit(edits);
        return session.Text;
    }
}
