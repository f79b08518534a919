using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies;

/// <summary>
/// Whom two sets may treat differently that are the same but for some policies. A policy that only touchpoints trigger never acts for who had
/// none of their types, and a policy that never acts leaves no trace: for them both sets do the same.
/// </summary>
public sealed class PolicyDifference
{
    // Null: anybody.
    private readonly ImmutableArray<TouchpointMatch>? _matches;

    private PolicyDifference(ImmutableArray<TouchpointMatch>? matches) => _matches = matches;

    /// <summary>Nothing is known of the two sets.</summary>
    public static PolicyDifference Unknown { get; } = new(null);

    /// <param name="before">One set.</param>
    /// <param name="after">The other.</param>
    /// <param name="policies">Ids of the policies that differ; all else that the sets are made of is the same.</param>
    public static PolicyDifference Of(CompiledDefinitions before, CompiledDefinitions after, IReadOnlySet<string> policies)
    {
        var triggers = before.Policies.Concat(after.Policies).Where(p => policies.Contains(p.Id)).SelectMany(p => p.Triggers).ToList();

        // What is counted for any policy has a place in the state of every customer, and may take that of something else.
        var alike = before.Version == after.Version && Others(before, policies).SequenceEqual(Others(after, policies)) && Counted(before).SequenceEqual(Counted(after));
        var firedBy = triggers.Select(t => t.OnlyFiredBy).OfType<TouchpointMatch>().ToImmutableArray();
        return alike && firedBy.Length == triggers.Count
            ? new(firedBy)
            : Unknown;
    }

    /// <summary>Whether the sets may part ways over a touchpoint that was recorded.</summary>
    public bool Concerns(Touchpoint touchpoint)
    {
        if (_matches is not { } matches)
        {
            return true;
        }

        foreach (var match in matches)
        {
            if (match.MatchesType(touchpoint.Type))
            {
                return true;
            }
        }

        return false;
    }

    // Some are switched off outside their documents: paused by hand, or since their conditions threw.
    private static IEnumerable<(string Id, bool Acts)> Others(CompiledDefinitions definitions, IReadOnlySet<string> policies) =>
        definitions.Policies.Where(p => !policies.Contains(p.Id)).Select(p => (p.Id, p.Enabled));

    private static IEnumerable<(string Name, int Keep, TimeSpan Within, string? Field)> Counted(CompiledDefinitions definitions) =>
        CounterDefinition.Of(definitions.Set).Select(c => (c.Name, c.Keep, c.Within, c.Field));
}
