using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Publishing;

/// <summary>Documents as they are published: with the ids that keep customers at the steps where they wait.</summary>
public static class KeptDocuments
{
    public static ImmutableArray<ReadDocument> Of(ImmutableArray<ReadDocument> documents, PublishedSet? had)
    {
        var before = (had?.Documents ?? []).Where(d => d.Kind == DocumentKey.Policy).ToDictionary(d => d.Id, d => d.Text, StringComparer.Ordinal);
        return before.Count == 0 ? documents : [.. documents.Select(d => Of(d, before))];
    }

    /// <summary>A policy's text; any other document's text as it is.</summary>
    public static string Text(PublishedSet? had, DocumentKey document, string text) =>
        document.Kind == DocumentKey.Policy ? KeptSteps.Apply(text, DraftCheck.Find(had, document)?.Text) : text;

    private static ReadDocument Of(ReadDocument document, Dictionary<string, string> before)
    {
        if (document.Kind != DocumentKey.Policy || !before.TryGetValue(document.Id, out var text))
        {
            return document;
        }

        var kept = KeptSteps.Apply(document.Source.Text, text);
        return kept == document.Source.Text ? document : document with { Source = new DocumentSource(document.Source.File, kept) };
    }
}
