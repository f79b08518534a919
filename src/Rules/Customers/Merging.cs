using System.Collections.Immutable;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>
/// Makes one customer of two, and two of one. What touchpoints say is folded anew, from the first on, in the order they were received, as if they had
/// always been one stream; no policy is decided on the way. What policies did is united, and consent follows the stricter. Pure, like all of the core.
/// </summary>
public static class Merging
{
    /// <summary>Most inputs that are read to be folded; customers with more are combined from what their states hold.</summary>
    public const int InputsMax = 20_000;

    /// <summary>The customer that two become. Take it with <see cref="TakeMerged"/>.</summary>
    /// <param name="into">The customer who remains.</param>
    /// <param name="from">The one merged into it.</param>
    /// <param name="inputs">What their histories hold, in one order (<see cref="MergedOrder"/>); what is of others is passed over.</param>
    /// <param name="definitions">What they are folded under.</param>
    /// <param name="number">Number of the merge.</param>
    /// <param name="at">When, by the journey's clock.</param>
    public static MergedState Merge(
        CustomerState into, CustomerState from, ImmutableArray<StoredInput> inputs, CompiledDefinitions definitions, long number, DateTimeOffset at)
    {
        var until = Later(into.EffectiveAt, from.EffectiveAt);
        var members = MembersOf(into).Union(MembersOf(from));
        var folded = Fold(CustomerState.For(into.Customer), inputs.Where(i => members.Contains(i.Customer)), definitions, until);
        var exact = folded is not null && folded.Touchpoints == into.Touchpoints + from.Touchpoints;
        var state = exact ? folded! : CombinedStates.Of(into, from, definitions);
        var mark = new MergedCustomer { Customer = from.Customer, Into = into.Customer, Number = number, At = at, Exact = exact };
        return new(
            PolicyEffects.Unite(state, into, from) with
            {
                Sequence = into.Sequence,
                EffectiveAt = Later(state.EffectiveAt, until),
                Profile = Profiles.Strictest(into.Profile, from.Profile, at),
                Suppressions = Suppressions.Strictest(into.Suppressions, from.Suppressions, at),
                Lists = PolicyEffects.Lists(into.Lists, from.Lists),
                Waits = PolicyEffects.Waits(exact ? state.Waits : null, into.Waits, from.Waits),
                SetAside = PolicyEffects.SetAside(into, from),
                Merged = [.. into.Merged, mark, .. from.Merged],
                Histories = Histories(into.Customer, into.Histories.Concat(from.Histories).Append(from.Customer)),
            },
            exact);
    }

    /// <summary>The two customers that one becomes when a merge is undone.</summary>
    /// <param name="merged">The customer as it is.</param>
    /// <param name="mark">The merge that is undone.</param>
    /// <param name="before">Both as they were when they were merged.</param>
    /// <param name="inputs">What the histories hold, in one order (<see cref="MergedOrder"/>).</param>
    /// <param name="definitions">What they are folded under.</param>
    public static PartedStates Part(
        CustomerState merged, MergedCustomer mark, Both<CustomerState> before, ImmutableArray<StoredInput> inputs, CompiledDefinitions definitions)
    {
        var (until, parted) = (merged.EffectiveAt, mark.Customer);
        var theirs = MembersOf(merged, parted);
        var ours = MembersOf(merged).Except(theirs);
        var into = Fold(CustomerState.For(merged.Customer), inputs.Where(i => ours.Contains(i.Customer)), definitions, until);
        var from = Fold(CustomerState.For(parted), inputs.Where(i => theirs.Contains(i.Customer)), definitions, until);
        var exact = into is not null && from is not null && into.Touchpoints + from.Touchpoints == merged.Touchpoints;
        if (!exact)
        {
            // As they were, with what came since.
            into = Fold(before.Into, inputs.Where(i => i.ReceivedAt > mark.At && ours.Contains(i.Customer)), definitions, until) ?? before.Into;
            from = Fold(before.From, inputs.Where(i => i.ReceivedAt > mark.At && theirs.Contains(i.Customer)), definitions, until) ?? before.From;
        }

        var stated = inputs.Select(i => i.Input).OfType<RecordTouchpoint>().SelectMany(i => Profiles.Stated(i.Touchpoint)).ToHashSet(StringComparer.Ordinal);
        bool IsTheirs(CustomerId customer) => theirs.Contains(customer);
        bool BeganThere(PolicyWait w) => before.From.Waits.Any(b => b.Kind == w.Kind && b.IsFor(w.Trigger, w.Correlation));
        var parts = new Both<CustomerState>(
            Side(merged, before.Into, into!, exact, w => !BeganThere(w)) with
            {
                Profile = ProfileOf(into!.Profile, stated, before.Into.Profile, merged.Profile),
                Lists = merged.Lists.RemoveAll(l => before.From.Lists.Contains(l) && !before.Into.Lists.Contains(l)),
                SetAside = merged.SetAside.RemoveAll(t => t.Of is { } of && IsTheirs(of)),
                Merged = merged.Merged.RemoveAll(m => IsTheirs(m.Customer)),
                Histories = Histories(merged.Customer, merged.Histories),
            },
            Side(merged, before.From, from!, exact, BeganThere) with
            {
                Sequence = before.From.Sequence,
                Profile = ProfileOf(from!.Profile, stated, before.From.Profile),
                Lists = before.From.Lists.RemoveAll(l => !merged.Lists.Contains(l)),
                SetAside = [.. merged.SetAside.Where(t => t.Of is { } of && IsTheirs(of)).Select(t => t.Of == parted ? t with { Of = null } : t)],
                Merged = merged.Merged.RemoveAll(m => m.Customer == parted || !IsTheirs(m.Customer)),
                Histories = Histories(parted, before.From.Histories.Concat(merged.Histories).Append(merged.Customer)),
            });
        return new(parts, exact);
    }

    /// <summary>The customer and all who were merged into it.</summary>
    public static ImmutableHashSet<CustomerId> MembersOf(CustomerState state) => [state.Customer, .. state.Merged.Select(m => m.Customer)];

    /// <summary>A customer merged into this one, and all who were merged into that one before.</summary>
    public static ImmutableHashSet<CustomerId> MembersOf(CustomerState merged, CustomerId parted)
    {
        var members = ImmutableHashSet.Create(parted);
        for (var grown = true; grown;)
        {
            var before = members.Count;
            members = members.Union(merged.Merged.Where(m => members.Contains(m.Into)).Select(m => m.Customer));
            grown = members.Count > before;
        }

        return members;
    }

    // What policies did for both counts for each: a cooldown is not over because a merge is undone.
    private static CustomerState Side(CustomerState merged, CustomerState before, CustomerState folded, bool exact, Func<PolicyWait, bool> isTheirs)
    {
        var theirs = merged.Waits.Where(isTheirs).ToImmutableArray();
        return PolicyEffects.Unite(folded, merged, before) with
        {
            Sequence = merged.Sequence,
            EffectiveAt = Later(folded.EffectiveAt, merged.EffectiveAt),
            Waits = exact
                ? PolicyEffects.Waits(folded.Waits, theirs, [.. merged.Waits.Where(w => w.Kind != WaitKind.Step), .. before.Waits.Where(w => w.Kind != WaitKind.Step)])
                : PolicyEffects.Waits(null, theirs, []),
        };
    }

    // Stated in touchpoints, or set by a policy: before the merge for each, since then for the one who remains.
    private static Profile ProfileOf(Profile folded, IReadOnlySet<string> stated, params ReadOnlySpan<Profile> others)
    {
        var fields = new ProfileFields(folded);
        foreach (var other in others)
        {
            fields.TakeUnstated(other, stated);
        }

        return fields.ToProfile();
    }

    /// <summary>The state after inputs, with the timers due until then, and without a decision; null where the core fails on one of them.</summary>
    private static CustomerState? Fold(CustomerState state, IEnumerable<StoredInput> inputs, CompiledDefinitions definitions, DateTimeOffset until)
    {
        try
        {
            foreach (var input in inputs.Select(i => i.Input).Append(new FireTimers { UpTo = until }))
            {
                var turn = new Turn(state, definitions, decides: false);
                _ = input switch
                {
                    RecordTouchpoint touchpoint => turn.Record(touchpoint with { History = HistoryAnswer.Absent, SetAside = true }),
                    FireTimers timers => turn.Fire(timers with { SetAside = true }),
                    _ => Receipt.Nothing,
                };
                state = turn.State;
            }

            return state;
        }
#pragma warning disable CA1031 // An input that the core took once and fails on now: the states themselves are combined instead.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static ImmutableArray<CustomerId> Histories(CustomerId own, IEnumerable<CustomerId> others) =>
        [.. others.Where(c => c != own).Distinct().OrderBy(c => c.Value, StringComparer.Ordinal)];

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
