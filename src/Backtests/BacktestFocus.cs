using System.Collections.Frozen;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Backtests;

/// <summary>What differs between two sets of documents.</summary>
public static class BacktestFocus
{
    /// <summary>Policies whose documents differ; null where a document of another kind does too: a journey, a segment, guardrails.</summary>
    public static FrozenSet<string>? Differing(IReadOnlyDictionary<DocumentKey, string> from, IReadOnlyDictionary<DocumentKey, string> to)
    {
        var differing = from.Keys.Union(to.Keys).Where(k => from.GetValueOrDefault(k) != to.GetValueOrDefault(k)).ToList();
        return differing.TrueForAll(k => k.Kind == DocumentKey.Policy) ? differing.Select(k => k.Id).ToFrozenSet(StringComparer.Ordinal) : null;
    }

    /// <summary>Policies that a backtest tells of: those that differ. Where more differs than they, or nothing does: all of both sets.</summary>
    public static FrozenSet<string> Of(FrozenSet<string>? differing, DefinitionSet before, DefinitionSet after) =>
        differing is { Count: > 0 } ? differing : before.Policies.Concat(after.Policies).Select(p => p.Id).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whom the sets may treat differently.</summary>
    public static PolicyDifference Of(FrozenSet<string>? differing, CompiledDefinitions before, CompiledDefinitions after) =>
        differing is null ? PolicyDifference.Unknown : PolicyDifference.Of(before, after, differing);
}
