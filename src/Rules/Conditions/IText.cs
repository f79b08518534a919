namespace CxOrchestrator.Rules.Conditions;

/// <summary>A text with fields that are filled in. Safe from many threads; the same facts give the same text.</summary>
public interface IText
{
    /// <summary>The fields it names.</summary>
    IEnumerable<FieldPath> Names { get; }

    /// <summary>The text with its fields filled in; throws <see cref="TemplateFailedException"/> where the values at hand make no whole text.</summary>
    string Fill(Facts facts);
}
