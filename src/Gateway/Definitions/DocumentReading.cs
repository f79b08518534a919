using System.Globalization;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary>Documents with what is published of them, what is being made of them, and what they did lately.</summary>
internal sealed class DocumentReading(ILifeStore store, DefinitionHost host, IPolicyFigures figures, UnknownZones zones, JourneyClock clock)
{
    private const int VersionsShown = 50;

    /// <summary>In the order of kind and id.</summary>
    public async Task<IReadOnlyList<DocumentSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var set = host.Published;
        var drafts = (await store.DraftsAsync(cancellationToken)).ToDictionary(d => d.Document);
        var hours = (await figures.HoursAsync(LifeViews.FirstHour(clock.Now), null, cancellationToken)).ToLookup(h => h.Policy);
        var documents = new Dictionary<DocumentKey, DocumentSummary>();
        foreach (var document in set?.Documents ?? [])
        {
            var key = new DocumentKey(document.Kind, document.Id);
            var activity = document.Kind == DocumentKey.Policy ? LifeViews.Activity(hours[document.Id], clock.Now) : null;
            documents[key] = LifeViews.Of(document, set!, host.Current, Draft(drafts.GetValueOrDefault(key), set), activity);
        }

        foreach (var retired in await store.RetiredAsync(cancellationToken))
        {
            documents.TryAdd(retired.Document, LifeViews.Of(retired, Draft(drafts.GetValueOrDefault(retired.Document), set)));
        }

        foreach (var (key, draft) in drafts)
        {
            documents.TryAdd(key, LifeViews.Of(draft, LifeViews.Of(draft, set)));
        }

        return [.. documents.Values.OrderBy(d => d.Kind, StringComparer.Ordinal).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>Null where there is nothing of it.</summary>
    public async Task<DocumentDetail?> GetAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var set = host.Published;
        var stored = await store.DraftAsync(key, cancellationToken);
        var draft = stored is null ? null : LifeViews.Of(stored, set, DraftCheck.Run(set, key, stored.Text));
        var versions = await store.VersionsAsync(key, null, VersionsShown, cancellationToken);
        var published = DraftCheck.Find(set, key);
        var summary = published is not null ? LifeViews.Of(published, set!, host.Current, draft, await ActivityAsync(key, cancellationToken))
            : versions.FirstOrDefault() is { } last ? LifeViews.Of(last, draft)
            : stored is not null ? LifeViews.Of(stored, draft!)
            : null;
        return summary is null ? null : new DocumentDetail
        {
            Document = summary,
            Text = published?.Text,
            Versions = [.. versions.Select(LifeViews.Of)],
            UnknownZones = key.Kind == DocumentKey.Policy && host.Current.Policy(key.Id) is { } policy ? await zones.OfAsync(host.Current, policy, cancellationToken) : null,
        };
    }

    /// <summary>One side of a comparison: <c>draft</c>, <c>published</c> or a version; null where there is none such.</summary>
    public async Task<(string Name, string Text)?> SideAsync(DocumentKey key, string side, CancellationToken cancellationToken)
    {
        switch (side)
        {
            case "draft":
                return await store.DraftAsync(key, cancellationToken) is { } draft ? ("draft", draft.Text) : null;
            case "published":
                return DraftCheck.Find(host.Published, key) is { } document
                    ? (string.Create(CultureInfo.InvariantCulture, $"version {document.Version}"), document.Text)
                    : ("nothing", "");
            default:
                return int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                    && await store.VersionAsync(key, version, cancellationToken) is { } found
                        ? (string.Create(CultureInfo.InvariantCulture, $"version {version}"), found.Text ?? "")
                        : null;
        }
    }

    private async Task<PolicyActivity?> ActivityAsync(DocumentKey key, CancellationToken cancellationToken) => key.Kind == DocumentKey.Policy
        ? LifeViews.Activity(await figures.HoursAsync(LifeViews.FirstHour(clock.Now), key.Id, cancellationToken), clock.Now)
        : null;

    private static DraftView? Draft(DraftHead? draft, PublishedSet? set) => draft is null ? null : LifeViews.Of(draft, set);
}
