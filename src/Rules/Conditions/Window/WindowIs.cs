using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>A field's values in matching touchpoints within a time before now, the present one included, against the values of the document.</summary>
public sealed record WindowIs : SingleCondition
{
    /// <summary>Most touchpoints that are looked back at: the latest.</summary>
    public const int KeepMax = 50;

    public required Aggregate Aggregate { get; init; }

    public required TouchpointMatch Match { get; init; }

    /// <summary>Of the touchpoint.</summary>
    public required FieldPath Field { get; init; }

    /// <summary>1 second to <see cref="CountIs.WithinMax"/>.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>Comparisons of the result, which must all hold.</summary>
    public required ImmutableArray<FieldIs> Comparisons { get; init; }

    /// <summary>The name of the counter in a customer's state; the same in every version.</summary>
    public string Counter => $"{Match.Key}#{Field.Name}";

    internal int Keep => Aggregate == Aggregate.Last ? 1 : KeepMax;

    public override bool Holds(Facts facts)
    {
        var value = facts.Over(this);
        foreach (var comparison in Comparisons)
        {
            if (!Comparing.Holds(value, comparison))
            {
                return false;
            }
        }

        return true;
    }

    public override bool MayHold(Touchpoint returned) => true;

    // Its comparisons are of the result and not of a field at hand.
    internal override ImmutableArray<FieldIs> Compares => [];

    internal override ImmutableArray<LookBack> LookBacks => [new(new(Counter, Match, Keep, Within, Field.Name), OfNumbers: Aggregate != Aggregate.Last)];

    internal override string? AskedSegment => null;

    internal override IEnumerable<FieldIs> Necessary => [];

    internal override string Text(CompiledDefinitions definitions) =>
        $"{AggregateText()} {Field} of {Wording.Of(Match)} within {Wording.Of(Within)}: {string.Join(" and ", Comparisons.Select(c => c.ComparedText()))}";

    internal override string? Actual(Facts facts) => facts.Over(this) is { Kind: not ScalarKind.None } value ? value.ToString() : "not known";

    internal override Test Compile(PredicateCompiler compiler) => PredicateCompiler.Interpreted(this);

    // Two documents seldom ask for the same window: each is asked on its own.
    internal override bool Says(Condition other) => ReferenceEquals(this, other);

    internal override int SaysHash() => GetHashCode();

    private string AggregateText() => Aggregate switch
    {
        Aggregate.Sum => "sum of",
        Aggregate.Average => "average of",
        Aggregate.Min => "smallest",
        Aggregate.Max => "largest",
        Aggregate.Last => "last",
        _ => throw new UnreachableException($"No words for {Aggregate}."),
    };
}
