using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>What a document demands of a customer at a moment; a closed family. Each kind answers everything that is asked of a condition itself.</summary>
public abstract record Condition
{
    private protected Condition()
    {
    }

    /// <summary>Holds for every customer.</summary>
    public static Condition Always { get; } = new AllOf { Items = [] };

    /// <summary>Whether it holds. Throws what a field or a comparison throws.</summary>
    public abstract bool Holds(Facts facts);

    /// <summary>Whether it may hold over a touchpoint that an action may bring back, as far as that is known before; true where nothing is known.</summary>
    /// <param name="returned">Made by <see cref="Actions.CompletedCases"/> or <see cref="Actions.FailedDeliveries"/>.</param>
    public abstract bool MayHold(Touchpoint returned);

    /// <summary>The touchpoints that it and the conditions within it name, in the order of the document.</summary>
    public IEnumerable<TouchpointMatch> Touchpoints() => All().SelectMany(c => c.LookBacks).Select(l => l.Counter.Match);

    /// <summary>The conditions directly within it; empty unless it is a group.</summary>
    internal abstract ImmutableArray<Condition> Inner { get; }

    /// <summary>In words, without the conditions within it.</summary>
    internal abstract string Text(CompiledDefinitions definitions);

    /// <summary>What people read as its value now; null for a group.</summary>
    internal abstract string? Actual(Facts facts);

    /// <summary>Comparisons of fields of the customer, the touchpoint or the instance at hand.</summary>
    internal abstract ImmutableArray<FieldIs> Compares { get; }

    /// <summary>What it looks back at.</summary>
    internal abstract ImmutableArray<LookBack> LookBacks { get; }

    /// <summary>The segment whose conditions it asks; null: none.</summary>
    internal abstract string? AskedSegment { get; }

    /// <summary>Comparisons without which it cannot hold, as far as they tell policies apart: with one value or one of several.</summary>
    internal abstract IEnumerable<FieldIs> Necessary { get; }

    /// <summary>Its predicate; decides as <see cref="Holds"/> does.</summary>
    internal abstract Test Compile(PredicateCompiler compiler);

    /// <summary>Whether both say the same. Records compare lists by reference, so conditions of two documents are never equal by themselves.</summary>
    internal abstract bool Says(Condition other);

    /// <summary>Equal for conditions that say the same.</summary>
    internal abstract int SaysHash();

    /// <summary>Itself and all conditions within it, in the order of the document.</summary>
    internal IEnumerable<Condition> All() => [this, .. Inner.SelectMany(i => i.All())];
}
