using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Publishing;

/// <summary>The documents of a folder or a pack upon the published set: the set that they make, or what is wrong.</summary>
internal sealed record DefinitionImport(ImmutableArray<StoredDocument> Documents, ImmutableArray<DocumentError> Errors, bool ChangesNothing)
{
    public static DefinitionImport Read(ImmutableArray<DocumentSource> documents, PublishedSet? had, string origin)
    {
        var read = DefinitionReader.Read(documents);
        var imported = read.Documents.Select(d => new DocumentKey(d.Kind, d.Id)).ToHashSet();
        ImmutableArray<StoredDocument> stay = had is null
            ? []
            : [.. had.Documents.Where(d => DocumentOrigins.IsPublished(d.Origin ?? had.Origin) && !imported.Contains(new DocumentKey(d.Kind, d.Id)))];
        if (!stay.IsEmpty)
        {
            // Together: either may name the other.
            read = DefinitionReader.Read([.. documents, .. stay.Select(d => new DocumentSource(d.File, d.Text))]);
        }

        if (!read.Errors.IsEmpty)
        {
            return new DefinitionImport([], read.Errors, ChangesNothing: false);
        }

        var staying = stay.Select(d => new DocumentKey(d.Kind, d.Id)).ToHashSet();
        var next = KeptDocuments.Of(read.Documents, had).Select(d => Stored(d, had, staying.Contains(new DocumentKey(d.Kind, d.Id)) ? null : origin)).ToImmutableArray();
        return new DefinitionImport(next, [], had is not null && next.Length == had.Documents.Length && next.All(d => Is(d, had)));
    }

    // A document keeps its version while its text stays the same, and a paused one stays paused. Without an origin it keeps its own.
    private static StoredDocument Stored(ReadDocument document, PublishedSet? had, string? origin)
    {
        var before = had?.Documents.FirstOrDefault(h => h.Kind == document.Kind && h.Id == document.Id);
        return new StoredDocument
        {
            Kind = document.Kind,
            Id = document.Id,
            File = document.Source.File,
            Text = document.Source.Text,
            Version = before is not null && before.Text == document.Source.Text ? before.Version : (had?.Version ?? 0) + 1,
            Origin = origin ?? before?.Origin ?? had?.Origin,
            Paused = before?.Paused ?? false,
        };
    }

    private static bool Is(StoredDocument document, PublishedSet had) =>
        document.Version <= had.Version
        && had.Documents.First(d => d.Kind == document.Kind && d.Id == document.Id) is var before
        && DocumentOrigins.IsFolder(before.Origin ?? had.Origin) == DocumentOrigins.IsFolder(document.Origin);
}
