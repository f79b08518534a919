using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>A minimum number of matching touchpoints within a time before now, the present one included.</summary>
public sealed record CountIs : SingleCondition
{
    /// <summary>Most that a document may ask for; a customer's state keeps this many moments per counter.</summary>
    public const int AtLeastMax = 50;

    /// <summary>Longest window a document may ask for.</summary>
    public static readonly TimeSpan WithinMax = TimeSpan.FromDays(180);

    // In reads of a plain field.
    private const int Price = 10;

    public required TouchpointMatch Match { get; init; }

    public required int AtLeast { get; init; }

    public required TimeSpan Within { get; init; }

    /// <summary>The name of the counter in a customer's state, made of what it counts; the same in every version.</summary>
    public string Counter => Match.Key;

    public override bool Holds(Facts facts) => facts.Count(this) >= AtLeast;

    public override bool MayHold(Touchpoint returned) => true;

    internal override ImmutableArray<FieldIs> Compares => [];

    internal override ImmutableArray<LookBack> LookBacks => [new(new(Counter, Match, AtLeast, Within, null), OfNumbers: false)];

    internal override string? AskedSegment => null;

    internal override IEnumerable<FieldIs> Necessary => [];

    internal override string Text(CompiledDefinitions definitions) => $"at least {AtLeast} of {Wording.Of(Match)} within {Wording.Of(Within)}";

    internal override string? Actual(Facts facts) => $"{facts.Count(this)}";

    internal override Test Compile(PredicateCompiler compiler)
    {
        var (counter, within, atLeast) = (Counter, Within, AtLeast);
        var slot = compiler.CountSlot(counter, within);
        return new(facts => facts.CountOnce(slot, counter, within) >= atLeast, Price);
    }

    internal override bool Says(Condition other) => other is CountIs count && count.AtLeast == AtLeast && count.Within == Within && count.Counter == Counter;

    internal override int SaysHash() => HashCode.Combine(AtLeast, Within);
}
