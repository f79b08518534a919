using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Policies;
using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>The words of the language as forms offer them, in the order of offering.</summary>
public static class WordForms
{
    public static IReadOnlyList<WordForm> Triggers { get; } = [.. TriggerWords.Offered.Select(w => w.Form)];

    public static IReadOnlyList<WordForm> Actions { get; } = [.. ActionWords.Offered.Select(w => w.Form)];

    /// <summary>The fields that some trigger has, those of its touchpoints included.</summary>
    public static IReadOnlyList<string> TriggerFields { get; } = [.. TriggerWords.All.SelectMany(w => w.Shapes).Append(Shape.Match).SelectMany(s => s.Fields).Distinct(StringComparer.Ordinal)];

    /// <summary>The fields that some action has.</summary>
    public static IReadOnlyList<string> ActionFields { get; } = [.. ActionWords.All.SelectMany(w => w.Shapes).SelectMany(s => s.Fields).Distinct(StringComparer.Ordinal)];

    /// <summary>Conditions that are more than a field and comparisons.</summary>
    public static IReadOnlyList<WordForm> Conditions { get; } = [.. ConditionWords.All.Select(w => w.Form).OfType<WordForm>()];
}
