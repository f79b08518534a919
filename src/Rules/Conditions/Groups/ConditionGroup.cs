using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>Conditions that go together in one way.</summary>
public abstract record ConditionGroup : Condition
{
    private protected ConditionGroup()
    {
    }

    public required ImmutableArray<Condition> Items { get; init; }

    /// <summary>Its conditions are meant not to hold.</summary>
    internal abstract bool Negates { get; }

    internal sealed override ImmutableArray<Condition> Inner => Items;

    internal sealed override ImmutableArray<FieldIs> Compares => [];

    internal sealed override ImmutableArray<LookBack> LookBacks => [];

    internal sealed override string? AskedSegment => null;

    internal sealed override string? Actual(Facts facts) => null;

    internal sealed override bool Says(Condition other)
    {
        if (other is not ConditionGroup group || group.GetType() != GetType() || group.Items.Length != Items.Length)
        {
            return false;
        }

        for (var i = 0; i < Items.Length; i++)
        {
            if (!ReferenceEquals(Items[i], group.Items[i]) && !Items[i].Says(group.Items[i]))
            {
                return false;
            }
        }

        return true;
    }

    internal sealed override int SaysHash()
    {
        var hash = new HashCode();
        hash.Add(GetType());
        foreach (var item in Items)
        {
            hash.Add(item.SaysHash());
        }

        return hash.ToHashCode();
    }
}
