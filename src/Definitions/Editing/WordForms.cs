using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Policies;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>The words of the language as forms offer them, in the order of offering.</summary>
public static class WordForms
{
    public static IReadOnlyList<WordForm> Triggers { get; } = [.. TriggerWords.Offered.Select(w => w.Form)];

    public static IReadOnlyList<WordForm> Actions { get; } = [.. ActionWords.Offered.Select(w => w.Form)];

    /// <summary>Conditions that are more than a field and comparisons.</summary>
    public static IReadOnlyList<WordForm> Conditions { get; } = [.. ConditionWords.All.Select(w => w.Form).OfType<WordForm>()];
}
