using CxOrchestrator.Definitions.Editing;
using Microsoft.AspNetCore.Components;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A part of a form that edits one place of the document.</summary>
public abstract class EditorPart : ComponentBase
{
    [CascadingParameter] internal EditorContext Context { get; set; } = default!;

    /// <summary>The place.</summary>
    [Parameter, EditorRequired] public DocumentPath Path { get; set; } = DocumentPath.Root;

    internal EditorSession Session => Context.Session;

    internal DocumentTree Tree => Context.Session.Tree;

    internal Vocabulary Words => Context.Words;

    /// <summary>An element's id, the same for the same place.</summary>
    protected string Id => $"f-{Path}";

    private protected string? Text(string name) => Session.TextAt(Path / name);

    private protected IEnumerable<EditorProblem> Problems => Session.Checked.At(Path);
}
