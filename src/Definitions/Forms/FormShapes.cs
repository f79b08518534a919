using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions.Forms;

/// <summary>The groups of a form.</summary>
internal static class FormShapes
{
    public static Shape Form { get; } = new("form", "a form",
        "kind", "id", "name", "score", "comment", "commentMax", "touchpoint", "attributes", "validFor", "color", "logo", "fallback", "languages");

    public static Shape Texts { get; } = new("formTexts", "the texts of a language", "title", "question", "low", "high", "comment", "thanks");

    public static IEnumerable<Shape> All => [Form, Texts];
}
