namespace CxOrchestrator.Rules.Forms;

/// <summary>Whether a form asks for a text.</summary>
public enum FormComment
{
    None,
    Optional,
    Required,
}
