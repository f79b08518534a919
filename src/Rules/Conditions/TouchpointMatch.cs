using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>
/// Which touchpoints are meant: by type, exact or a prefix ending in <c>.*</c>, or <c>*</c> for all,
/// and by their own fields.
/// </summary>
public sealed record TouchpointMatch
{
    private readonly string? _prefix;

    /// <summary><c>order.placed</c>, <c>contact.*</c> or <c>*</c>.</summary>
    public required string Type
    {
        get;
        init
        {
            field = value;
            _prefix = value == "*" ? "" : value.EndsWith(".*", StringComparison.Ordinal) ? value[..^1] : null;
        }
    }

    /// <summary>Comparisons of touchpoint fields that must all hold.</summary>
    public ImmutableArray<FieldIs> Where { get; init; } = [];

    /// <summary>The type where it is exact, else null.</summary>
    public string? ExactType => _prefix is null ? Type : null;

    /// <summary>A name made of all it demands.</summary>
    public string Key => Where.IsEmpty
        ? Type
        : $"{Type}[{string.Join(';', Where.Select(w => $"{w.Field} {w.Comparison} {string.Join('|', w.Values.Select(v => $"{v.Kind}:{v.ToString().Length}:{v}"))}"))}]";

    /// <summary>Whether touchpoints of the type can match at all.</summary>
    public bool MatchesType(string type) => _prefix is null
        ? string.Equals(type, Type, StringComparison.Ordinal)
        : type.StartsWith(_prefix, StringComparison.Ordinal);

    public bool Matches(Touchpoint touchpoint) => MatchesType(touchpoint.Type) && FieldsMatch(touchpoint);

    /// <summary>Whether a touchpoint that an action may bring back can match, as far as it is known before.</summary>
    public bool MayMatch(Touchpoint returned) => MatchesType(returned.Type) && Where.All(w => w.MayHold(returned));

    /// <summary>For a touchpoint whose type is known to match.</summary>
    internal bool FieldsMatch(Touchpoint touchpoint)
    {
        foreach (var condition in Where)
        {
            if (!Comparing.Holds(TouchpointFields.Read(touchpoint, condition.Field.Name), condition))
            {
                return false;
            }
        }

        return true;
    }
}
