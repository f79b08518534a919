namespace CxOrchestrator.Rules.Conditions;

/// <summary>A text with fields that are filled in. Safe from many threads; the same facts give the same text.</summary>
public interface IText
{
    /// <summary>The fields it names.</summary>
    IEnumerable<FieldPath> Names { get; }

    /// <summary>The text with its fields filled in; never throws on what the facts hold.</summary>
    string Fill(Facts facts);
}
