using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions.Lexicons;

/// <summary>Groups of a lexicon.</summary>
internal static class LexiconShapes
{
    public static Shape Lexicon { get; } = new("lexicon", "a lexicon", "kind", "words", "reasons");

    public static Shape Reason { get; } = new("lexiconReason", "a reason", "name", "phrases");
}
