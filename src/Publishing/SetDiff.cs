using System.Collections.Immutable;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Publishing;

/// <summary>What one set of documents changes of another.</summary>
public static class SetDiff
{
    private const int LinesAround = 3;

    /// <summary>In the order of kind and id; documents that are the same are left out.</summary>
    public static ImmutableArray<DocumentChange> Of(IReadOnlyDictionary<DocumentKey, string> from, IReadOnlyDictionary<DocumentKey, string> to) =>
    [
        .. from.Keys.Union(to.Keys)
            .OrderBy(k => k.Kind, StringComparer.Ordinal).ThenBy(k => k.Id, StringComparer.Ordinal)
            .Select(k => (Key: k, From: from.GetValueOrDefault(k), To: to.GetValueOrDefault(k)))
            .Where(d => d.From != d.To)
            .Select(d => new DocumentChange
            {
                Change = d.From is null ? "added" : d.To is null ? "removed" : "changed",
                Kind = d.Key.Kind,
                Id = d.Key.Id,
                Lines = LineDiff.Near(LineDiff.Of(d.From ?? "", d.To ?? ""), LinesAround),
            }),
    ];

    public static IReadOnlyDictionary<DocumentKey, string> Texts(PublishedSet? set) =>
        (set?.Documents ?? []).ToDictionary(d => new DocumentKey(d.Kind, d.Id), d => d.Text);

    public static IReadOnlyDictionary<DocumentKey, string> Texts(ImmutableArray<ReadDocument> documents) =>
        documents.ToDictionary(d => new DocumentKey(d.Kind, d.Id), d => d.Source.Text);
}
