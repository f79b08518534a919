using System.Collections.Immutable;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>
/// What policies did for two customers, as one's. It cannot be folded from touchpoints, since nothing is decided again: the stricter of both counts.
/// </summary>
internal static class PolicyEffects
{
    /// <summary>The state with what policies did for both.</summary>
    /// <param name="state">Gets them.</param>
    /// <param name="a">The first customer.</param>
    /// <param name="b">The second.</param>
    public static CustomerState Unite(CustomerState state, CustomerState a, CustomerState b) => state with
    {
        PolicyMarks = Marks(a.PolicyMarks, b.PolicyMarks, Later(a.EffectiveAt, b.EffectiveAt)),
        GroupMarks = Groups(a.GroupMarks, b.GroupMarks),
        Admitted = AdmittedMoments.Union(a.Admitted, b.Admitted),
        PolicySuppression = a.PolicySuppression is { } first && !(b.PolicySuppression?.Until > first.Until) ? first : b.PolicySuppression,
    };

    /// <summary>Both customers' lists; at the bound the oldest of the first go.</summary>
    public static ImmutableArray<string> Lists(ImmutableArray<string> a, ImmutableArray<string> b)
    {
        var union = a.Concat(b.Where(l => !a.Contains(l))).ToArray();
        return [.. union.Skip(union.Length - CustomerState.ListsMax)];
    }

    /// <summary>Both customers' timers that were put aside; those of the second say whose they are.</summary>
    public static ImmutableArray<SetAsideTimer> SetAside(CustomerState a, CustomerState b)
    {
        var union = a.SetAside.Concat(b.SetAside.Select(t => t with { Of = Whose(t.Of ?? b.Customer, a.Customer) })).ToArray();
        return [.. union.Skip(union.Length - CustomerState.SetAsideMax)];
    }

    /// <summary>
    /// What policies wait for. Of waits that touchpoints begin and end those of the fold count, but none begins that was not pending: it may have fired
    /// under an earlier version. Waits between actions are those of both customers.
    /// </summary>
    /// <param name="folded">Of the fold of both histories; null: there is none, and those of both customers count.</param>
    /// <param name="a">The first customer's.</param>
    /// <param name="b">The second's.</param>
    public static ImmutableArray<PolicyWait> Waits(ImmutableArray<PolicyWait>? folded, ImmutableArray<PolicyWait> a, ImmutableArray<PolicyWait> b)
    {
        var both = Union(a, b);
        var waits = folded is null ? both : [.. folded.Value.Where(w => !w.Fires || Contains(both, w)), .. both.Where(w => w.Kind == WaitKind.Step)];
        return Bounded(waits);
    }

    private static ImmutableArray<PolicyWait> Union(ImmutableArray<PolicyWait> a, ImmutableArray<PolicyWait> b) => [.. a, .. b.Where(w => !Contains(a, w))];

    private static bool Contains(ImmutableArray<PolicyWait> waits, PolicyWait wait) => waits.Any(w => w.Kind == wait.Kind && w.IsFor(wait.Trigger, wait.Correlation));

    // Those due first are kept, and of what is only remembered what matters longest.
    private static ImmutableArray<PolicyWait> Bounded(ImmutableArray<PolicyWait> waits)
    {
        var over = waits.Where(w => w.Fires).OrderBy(w => w.DueAt).Skip(CustomerState.WaitsMax)
            .Concat(waits.Where(w => !w.Fires).OrderByDescending(w => w.DueAt).Skip(CustomerState.RememberedMax)).ToHashSet();
        return over.Count == 0 ? waits : waits.RemoveAll(over.Contains);
    }

    private static ImmutableArray<PolicyMark> Marks(ImmutableArray<PolicyMark> a, ImmutableArray<PolicyMark> b, DateTimeOffset at)
    {
        var union = a.Concat(b).GroupBy(m => m.Policy, StringComparer.Ordinal).Select(static marks =>
        {
            var latest = marks.MaxBy(m => m.At)!;
            return latest with { Until = marks.Max(m => m.Until), Standing = marks.Max(m => m.Standing) };
        }).OrderBy(m => m.At).ThenBy(m => m.Policy, StringComparer.Ordinal).ToImmutableArray();
        while (union.Length > CustomerState.PolicyMarksMax && union.FirstOrDefault(m => m.Until is not { } until || until <= at) is { } idle)
        {
            union = union.Remove(idle);
        }

        return union;
    }

    private static ImmutableArray<GroupMark> Groups(ImmutableArray<GroupMark> a, ImmutableArray<GroupMark> b)
    {
        var union = a.Concat(b).GroupBy(m => m.Group, StringComparer.Ordinal)
            .Select(static marks => marks.MaxBy(m => m.At)!).OrderBy(m => m.At).ThenBy(m => m.Group, StringComparer.Ordinal).ToArray();
        return [.. union.Skip(union.Length - GuardrailSettings.GroupsMax)];
    }

    private static CustomerId? Whose(CustomerId customer, CustomerId holder) => customer == holder ? null : customer;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
