using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Publishing;

/// <summary>A text read in the place of its document within the published set: what is wrong, in it and in what names it.</summary>
public sealed record DraftCheck
{
    /// <summary>As its text says; null where that cannot be read.</summary>
    public string? Name { get; init; }

    /// <summary>The text without what a file holds beside the document; null where it has errors.</summary>
    public string? Text { get; init; }

    public required ImmutableArray<DocumentError> Errors { get; init; }

    /// <summary>The name that the text of a document goes by in errors.</summary>
    public static string FileOf(PublishedSet? set, DocumentKey document) => Find(set, document)?.File ?? $"{document.Kind}-{document.Id}.yaml";

    public static StoredDocument? Find(PublishedSet? set, DocumentKey document) =>
        set?.Documents.FirstOrDefault(d => d.Kind == document.Kind && d.Id == document.Id);

    /// <summary>The name that a text gives its document; null where it cannot be read.</summary>
    public static string? NameOf(string text) => DefinitionReader.Read([new DocumentSource("draft", text)]).Documents is [{ Name: { Length: > 0 } name }, ..] ? name : null;

    /// <param name="set">The published set.</param>
    /// <param name="document">Which document it is to be.</param>
    /// <param name="text">Its text; null: the set without the document.</param>
    public static DraftCheck Run(PublishedSet? set, DocumentKey document, string? text)
    {
        var others = (set?.Documents ?? []).Where(d => d.Kind != document.Kind || d.Id != document.Id).Select(d => new DocumentSource(d.File, d.Text));
        if (text is null)
        {
            return new DraftCheck { Errors = DefinitionReader.Read(others).Errors };
        }

        var file = FileOf(set, document);
        var alone = DefinitionReader.Read([new DocumentSource(file, text)]).Documents;
        if (Misplaced(file, document, alone) is { } misplaced)
        {
            return new DraftCheck { Errors = [misplaced] };
        }

        // Last, so that a duplicate is reported for the later document.
        var read = DefinitionReader.Read([.. others, new DocumentSource(file, text)]);
        if (read.Errors.IsEmpty && alone.IsEmpty)
        {
            return new DraftCheck { Errors = [new DocumentError(file, 1, 1, $"the text is empty; begin it with 'kind: {document.Kind}' and 'id: {document.Id}'")] };
        }

        return new DraftCheck
        {
            Name = alone.FirstOrDefault()?.Name is { Length: > 0 } name ? name : null,
            Text = read.Errors.IsEmpty ? alone[0].Source.Text : null,
            Errors = read.Errors,
        };
    }

    // A text that cannot be read at all is reported by the reader.
    private static DocumentError? Misplaced(string file, DocumentKey document, ImmutableArray<ReadDocument> alone) => alone switch
    {
        [] => null,
        [var one] when one.Id.Length == 0 || (one.Kind == document.Kind && one.Id == document.Id) => null,
        [var one] => new DocumentError(file, 1, 1, $"this is {document}, and its text says {one.Kind} {one.Id}; put back kind and id, or make a new document"),
        _ => new DocumentError(file, 1, 1, $"there are {alone.Length} documents in one text; keep {document} and put the others into documents of their own"),
    };
}
