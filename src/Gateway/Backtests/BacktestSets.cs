using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Backtests;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>The published set beside the set with the tried documents.</summary>
internal sealed class BacktestSets(DefinitionHost definitions, ILifeStore drafts, IConditionEngine? engine = null)
{
    /// <summary>Both sets; errors where the tried one has any; the document whose draft is missing.</summary>
    public async Task<TriedSets> ReadAsync(IReadOnlyList<BacktestDocument> documents, CancellationToken cancellationToken)
    {
        var set = definitions.Published;
        var sources = new Dictionary<DocumentKey, DocumentSource>();
        foreach (var document in set?.Documents ?? [])
        {
            sources[new(document.Kind, document.Id)] = new(document.File, document.Text);
        }

        var before = SetDiff.Texts(set);
        foreach (var document in documents)
        {
            var key = new DocumentKey(document.Kind, document.Id);
            if (document.Remove)
            {
                sources.Remove(key);
                continue;
            }

            if ((document.Text ?? (await drafts.DraftAsync(key, cancellationToken))?.Text) is not { } text)
            {
                return new TriedSets { Missing = key };
            }

            sources[key] = new DocumentSource(DraftCheck.FileOf(set, key), text);
        }

        var read = DefinitionReader.Read(sources.Values, setVersion: set?.Version ?? 0);
        if (read.Set is not { } tried)
        {
            return new TriedSets { Errors = read.Errors };
        }

        var paused = (set?.Documents ?? []).Where(d => d is { Paused: true, Kind: DocumentKey.Policy } && !documents.Any(t => t.Kind == d.Kind && t.Id == d.Id)).Select(d => d.Id).ToFrozenSet(StringComparer.Ordinal);
        var after = new CompiledDefinitions(tried with { Policies = [.. tried.Policies.Select(p => paused.Contains(p.Id) ? p with { Enabled = false } : p)] }, engine);
        var current = definitions.Current;
        var differing = BacktestFocus.Differing(before, SetDiff.Texts(read.Documents));
        return new TriedSets { Before = current, After = after, Difference = BacktestFocus.Of(differing, current, after), Focus = BacktestFocus.Of(differing, current.Set, after.Set) };
    }
}

/// <summary>What came of reading the tried documents.</summary>
internal sealed record TriedSets
{
    public CompiledDefinitions Before { get; init; } = CompiledDefinitions.Empty;

    /// <summary>Null where it cannot be read.</summary>
    public CompiledDefinitions? After { get; init; }

    public PolicyDifference Difference { get; init; } = PolicyDifference.Unknown;

    public FrozenSet<string> Focus { get; init; } = [];

    public ImmutableArray<DocumentError> Errors { get; init; } = [];

    /// <summary>Neither a text nor a draft.</summary>
    public DocumentKey? Missing { get; init; }
}
