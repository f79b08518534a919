using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>A kind of source with its expressions compiled, once.</summary>
public sealed class CompiledSource
{
    private static readonly ConditionalWeakTable<SourceDefinition, CompiledSource> Known = [];

    private readonly ImmutableDictionary<string, ImmutableArray<CompiledMapping>> _exact;
    private readonly ImmutableArray<(string Beginning, ImmutableArray<CompiledMapping> Mappings)> _beginnings;

    private CompiledSource(SourceDefinition definition)
    {
        Definition = definition;
        Events = Query(definition.Events);
        Type = Query(definition.Type);
        EventId = Optional(definition.EventId);
        At = Optional(definition.At);
        Generic = Optional(definition.Generic);
        NextPage = Optional(definition.Pull?.Next);
        Enrich = definition.Enrich is { } enrich ? new CompiledEnrichment(enrich) : null;
        Common = new CompiledParts(definition.Common);
        var words = definition.Mappings.GroupBy(m => m.Word, StringComparer.Ordinal)
            .Select(g => (Word: g.Key, Mappings: g.Select(m => new CompiledMapping(m, definition.Common)).ToImmutableArray())).ToList();
        _exact = words.Where(w => !w.Word.EndsWith('*')).ToImmutableDictionary(w => w.Word, w => w.Mappings, StringComparer.Ordinal);
        _beginnings = [.. words.Where(w => w.Word.EndsWith('*')).Select(w => (w.Word[..^1], w.Mappings)).OrderByDescending(w => w.Item1.Length)];
        Requests = new RequestQueries(
        [
            .. RequestQueries.Of(definition.Webhook?.Ways.SelectMany(w => w) ?? []),
            .. definition.Webhook?.Challenges.SelectMany(c => (IEnumerable<string?>)[c.When, c.Token, c.Answer]) ?? [],
            .. definition.Webhook?.Answers.Select(a => a.When) ?? [],
        ]);
    }

    public SourceDefinition Definition { get; }

    public RequestQueries Requests { get; }

    public ProviderQuery Events { get; }

    public ProviderQuery Type { get; }

    public ProviderQuery? EventId { get; }

    public ProviderQuery? At { get; }

    public ProviderQuery? Generic { get; }

    /// <summary>What leads to the page after an answer.</summary>
    public ProviderQuery? NextPage { get; }

    /// <summary>How delivered events get their content; null: they have it.</summary>
    public CompiledEnrichment? Enrich { get; }

    /// <summary>Of events that no mapping names.</summary>
    public CompiledParts Common { get; }

    public static CompiledSource Of(SourceDefinition definition) => Known.GetValue(definition, d => new CompiledSource(d));

    /// <summary>The mappings of a word; empty: none names it.</summary>
    public ImmutableArray<CompiledMapping> MappingsOf(string word)
    {
        if (_exact.TryGetValue(word, out var exact))
        {
            return exact;
        }

        foreach (var (beginning, mappings) in _beginnings)
        {
            if (word.StartsWith(beginning, StringComparison.Ordinal))
            {
                return mappings;
            }
        }

        return [];
    }

    /// <summary>Events of that word are dropped.</summary>
    public bool Drops(string word) => Definition.Drop.Any(d => d.EndsWith('*') ? word.StartsWith(d.AsSpan(0, d.Length - 1), StringComparison.Ordinal) : string.Equals(d, word, StringComparison.Ordinal));

    /// <summary>An expression that was checked with its document.</summary>
    internal static ProviderQuery Query(string expression) =>
        ProviderQuery.Parse(expression, out var why, out _) ?? throw new ArgumentException($"An expression of the source document {why}", nameof(expression));

    internal static ProviderQuery? Optional(string? expression) => expression is null ? null : Query(expression);
}
