using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Console.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions;

/// <summary>Which documents a list shows.</summary>
internal static class DocumentFilter
{
    /// <summary>The states to filter by; retired documents are shown only when they are asked for.</summary>
    public static IReadOnlyList<Choice> States { get; } =
    [
        new("", "all but retired"), new("published", "published"), new("paused", "paused"), new("writing", "with a draft"), new("draft", "draft"), new("submitted", "waits for approval"), new("approved", "approved"),
        new("rejected", "sent back"), new("retired", "retired"),
    ];

    /// <summary>Those that fit, in the order of their names.</summary>
    public static IReadOnlyList<DocumentSummary> Of(IEnumerable<DocumentSummary> documents, string? state, string? search) =>
        [.. documents.Where(d => IsIn(d, state)).Where(d => Fits(d, search?.Trim())).OrderBy(d => d.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(d => d.Id, StringComparer.Ordinal)];

    /// <summary>How many are in a state.</summary>
    public static int Count(IEnumerable<DocumentSummary> documents, string state) => documents.Count(d => IsIn(d, state));

    private static bool IsIn(DocumentSummary document, string? state) => state switch
    {
        null or "" => document.State != "retired" || document.Draft is not null,
        "writing" => document.Draft is not null,
        _ => document.State == state || document.Draft?.State == state,
    };

    private static bool Fits(DocumentSummary document, string? search) => string.IsNullOrEmpty(search)
        || document.Name.Contains(search, StringComparison.CurrentCultureIgnoreCase)
        || document.Id.Contains(search, StringComparison.OrdinalIgnoreCase);
}
