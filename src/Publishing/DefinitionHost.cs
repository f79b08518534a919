using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Publishing;

/// <summary>The published documents here: loaded from the store, replaced whole when a set is published.</summary>
/// <param name="store">Where published sets are kept.</param>
/// <param name="logger">Receives what was published and refused.</param>
/// <param name="engine">What decides conditions; the compiled engine where none is named.</param>
public sealed partial class DefinitionHost(IDefinitionStore store, ILogger<DefinitionHost> logger, IConditionEngine? engine = null) : IDefinitions, IDisposable
{
    /// <summary>How often somebody else may publish at the same moment before an import gives up.</summary>
    private const int PublishTriesMax = 5;

    /// <summary>Most sets of the past that are kept; beyond it all are forgotten.</summary>
    private const int PastMax = 8;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, CompiledDefinitions> _past = new();
    private readonly SemaphoreSlim _publishing = new(1, 1);
    private readonly Lock _activating = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile CompiledDefinitions _current = CompiledDefinitions.Empty;
    private volatile PublishedSet? _published;
    private volatile ImportStatus _import = ImportStatus.None;

    public CompiledDefinitions Current => _current;

    /// <summary>The published set, with its documents; null before the first.</summary>
    public PublishedSet? Published => _published;

    /// <summary>The last import, with its errors: while there are any, the last good set stays published.</summary>
    public ImportStatus Import => _import;

    /// <summary>Completes as soon as any set is published.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _first.Task.WaitAsync(cancellationToken);

    /// <summary>What could not even be read counts as an import that was refused.</summary>
    public void RefuseImport(string origin, DocumentError error) => _import = new ImportStatus(origin, [error]);

    public void Dispose() => _publishing.Dispose();

    /// <summary>Brings the stored set into force; false where the store has none.</summary>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await store.CurrentAsync(cancellationToken) is not { } set)
        {
            return false;
        }

        Activate(set);
        return true;
    }

    /// <summary>Switches to a set that was just published; an older one changes nothing.</summary>
    public void Take(PublishedSet set) => Activate(set);

    /// <summary>
    /// Publishes the documents of a folder or a pack, whole or not at all; unchanged ones publish nothing. Documents that people published here
    /// stay, unless the import has the same. The errors, none where they are published.
    /// </summary>
    public async Task<ImmutableArray<DocumentError>> ImportAsync(ImmutableArray<DocumentSource> documents, string origin, CancellationToken cancellationToken)
    {
        await _publishing.WaitAsync(cancellationToken);
        try
        {
            var errors = await PublishAsync(documents, origin, cancellationToken);
            _import = new ImportStatus(origin, errors);
            if (!errors.IsEmpty)
            {
                LogRefused(logger, origin, errors.Length, errors[0].ToString());
            }

            return errors;
        }
        finally
        {
            _publishing.Release();
        }
    }

    private async Task<ImmutableArray<DocumentError>> PublishAsync(ImmutableArray<DocumentSource> documents, string origin, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < PublishTriesMax; attempt++)
        {
            var had = await store.CurrentAsync(cancellationToken);
            if (documents.IsEmpty && had is not { Documents.IsEmpty: true })
            {
                // A folder that is not mounted looks like this; nobody means to take every journey away at once, or to start without any.
                return [new DocumentError(origin, 1, 1, had is null ? "there are no *.yaml or *.yml files here" : "there are no documents here; the published ones stay")];
            }

            var expected = had?.Version ?? 0;
            var import = DefinitionImport.Read(documents, had, origin);
            if (!import.Errors.IsEmpty)
            {
                return import.Errors;
            }

            if (import.ChangesNothing)
            {
                return [];
            }

            if (await store.PublishAsync(expected, import.Documents, origin, cancellationToken) is { } published)
            {
                Activate(published with { Documents = import.Documents });
                LogPublished(logger, published.Version, import.Documents.Length, origin);
                return [];
            }
        }

        return [new DocumentError(origin, 1, 1, "somebody else kept publishing at the same moment; try again")];
    }

    /// <summary>A set that was published once; null where the store no longer has it. Sets never change: the last few are kept.</summary>
    public async Task<CompiledDefinitions?> OfVersionAsync(int version, CancellationToken cancellationToken)
    {
        var current = _current;
        if (version == current.Version)
        {
            return current;
        }

        if (_past.TryGetValue(version, out var past))
        {
            return past;
        }

        if (await store.GetAsync(version, cancellationToken) is not { } set)
        {
            return null;
        }

        past = new CompiledDefinitions(Compile(set), engine);
        if (_past.Count >= PastMax)
        {
            _past.Clear();
        }

        return _past[version] = past;
    }

    // Never back: of two that come in at once the newer one stays.
    private void Activate(PublishedSet set)
    {
        lock (_activating)
        {
            if (_published is { } published && published.Version >= set.Version)
            {
                return;
            }

            _current = new CompiledDefinitions(Compile(set), engine);
            _published = set;
            foreach (var (rule, policy) in _current.StrayRuleClasses)
            {
                LogStrayRuleClass(logger, rule.Name, policy);
            }
        }

        _first.TrySetResult();
    }

    private static DefinitionSet Compile(PublishedSet set)
    {
        var versions = set.Documents.ToDictionary(d => (d.Kind, d.Id), d => d.Version);
        var read = DefinitionReader.Read(
            set.Documents.Select(d => new DocumentSource(d.File, d.Text)).Distinct(),
            (kind, id) => versions.GetValueOrDefault((kind, id)),
            set.Version,
            published: true);
        if (read.Set is not { } definitions)
        {
            // They were checked before they were published: only a newer version's documents get here.
            throw new InvalidDataException($"The published documents (version {set.Version}) cannot be read by this version: {read.Errors[0]}");
        }

        var paused = set.Documents.Where(d => d is { Paused: true, Kind: DocumentKey.Policy }).Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        return paused.Count == 0
            ? definitions
            : definitions with { Policies = [.. definitions.Policies.Select(p => paused.Contains(p.Id) ? p with { Enabled = false } : p)] };
    }

    [LoggerMessage(2121, LogLevel.Information, "Definitions version {Version} with {Count} documents are published, from {Origin}")]
    private static partial void LogPublished(ILogger logger, int version, int count, string origin);

    [LoggerMessage(2127, LogLevel.Warning, "Rule class {RuleClass} is about policy {Policy}, which is not published; it does nothing")]
    private static partial void LogStrayRuleClass(ILogger logger, string ruleClass, string policy);

    [LoggerMessage(2122, LogLevel.Error, "Documents from {Origin} were rejected; errors: {Count}, the first: {Error}")]
    private static partial void LogRefused(ILogger logger, string origin, int count, string error);
}
