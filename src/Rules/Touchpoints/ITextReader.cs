namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Reads what texts of customers say.</summary>
public interface ITextReader
{
    /// <summary>Reads a text; null where it says nothing that can be read. Never fails, and gives the same for the same text.</summary>
    /// <param name="text">As the customer wrote it.</param>
    /// <param name="language">BCP 47, where the source says it.</param>
    TextReading? Read(string text, string? language);

    /// <summary>The same with a team's own words and reasons; the model then names both. Null: there are none.</summary>
    TextReading? Read(string text, string? language, Lexicon? lexicon) => Read(text, language);
}
