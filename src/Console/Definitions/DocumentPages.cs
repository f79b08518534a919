namespace CxOrchestrator.Console.Definitions;

/// <summary>Where documents are shown, and what their kinds are called.</summary>
internal static class DocumentPages
{
    /// <summary>The address of a document's page.</summary>
    public static string Of(string kind, string id) => IsSingle(kind) ? kind : $"{Plural(kind)}/{Uri.EscapeDataString(id)}";

    /// <summary>The address of the list that it is in; a document of which there is only one has none.</summary>
    public static string ListOf(string kind) => Plural(kind);

    public static string Noun(string kind) => kind == "guardrails" ? "set of guardrails" : kind;

    public static string Plural(string kind) => kind switch { "policy" => "policies", "guardrails" or "settings" or "lexicon" => kind, _ => $"{kind}s" };

    /// <summary>One document in a set, whose id is its kind.</summary>
    public static bool IsSingle(string kind) => kind is "settings" or "guardrails" or "lexicon";

    /// <summary>A state in words with the sign beside its colour: what, and the colour's class.</summary>
    public static (string Words, string Class) State(string state) => state switch
    {
        "published" => ("● published", "good"),
        "paused" => ("‖ paused", "warn"),
        "retired" => ("○ retired", ""),
        "draft" => ("✎ draft", ""),
        "submitted" => ("→ waits for approval", "warn"),
        "approved" => ("✓ approved", "good"),
        "rejected" => ("↩ sent back", "bad"),
        _ => (state, ""),
    };
}
