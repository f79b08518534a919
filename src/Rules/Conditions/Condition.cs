using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>How a field is compared with what a document says.</summary>
public enum Comparison
{
    Is,
    IsNot,
    AtLeast,
    AtMost,
    Above,
    Below,

    /// <summary>The field is one of the listed values.</summary>
    In,
    NotIn,

    /// <summary>A list has the value, or a text has it as a part (ordinal, ignoring case).</summary>
    Contains,
    Exists,
    Missing,
}

/// <summary>What a document demands of a customer at a moment; a closed family.</summary>
public abstract record Condition
{
    private protected Condition()
    {
    }

    /// <summary>Holds for every customer.</summary>
    public static Condition Always { get; } = new AllOf { Items = [] };
}

/// <summary>All of these; none at all holds.</summary>
public sealed record AllOf : Condition
{
    public required ImmutableArray<Condition> Items { get; init; }
}

/// <summary>At least one of these.</summary>
public sealed record AnyOf : Condition
{
    public required ImmutableArray<Condition> Items { get; init; }
}

/// <summary>None of these.</summary>
public sealed record NoneOf : Condition
{
    public required ImmutableArray<Condition> Items { get; init; }
}

/// <summary>A field against the values of the document.</summary>
public sealed record FieldIs : Condition
{
    public required FieldPath Field { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>One value, several for <see cref="Comparison.In"/> and <see cref="Comparison.NotIn"/>, none for exists and missing.</summary>
    public ImmutableArray<Scalar> Values { get; init; } = [];
}

/// <summary>At least so many matching touchpoints within a time before now, the present one included.</summary>
public sealed record CountIs : Condition
{
    /// <summary>Most that a document may ask for; a customer's state keeps this many moments per counter.</summary>
    public const int AtLeastMax = 50;

    /// <summary>Longest window a document may ask for.</summary>
    public static readonly TimeSpan WithinMax = TimeSpan.FromDays(180);

    public required TouchpointMatch Match { get; init; }

    public required int AtLeast { get; init; }

    public required TimeSpan Within { get; init; }

    /// <summary>The name of the counter in a customer's state, made of what it counts; the same in every version.</summary>
    public string Counter => Match.Key;
}

/// <summary>Member of a segment.</summary>
public sealed record InSegment : Condition
{
    public required string Segment { get; init; }
}

/// <summary>What is made of a field's values within a time before now.</summary>
public enum Aggregate
{
    /// <summary>0 where there are none.</summary>
    Sum,

    /// <summary>Not known where there are none, like those below.</summary>
    Average,
    Min,
    Max,

    /// <summary>The value of the latest touchpoint that carries the field.</summary>
    Last,
}

/// <summary>A field's values in matching touchpoints within a time before now, the present one included, against the values of the document.</summary>
public sealed record WindowIs : Condition
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
}

/// <summary>On the list of a segment, where policies put customers.</summary>
public sealed record OnList : Condition
{
    public required string Segment { get; init; }
}
