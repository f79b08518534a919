using System.Collections.Immutable;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Customers;

/// <summary>
/// Two states as one customer's where a history no longer reaches back to its beginning: field by field, as near to the fold of both streams as what was
/// kept allows. Sums add exactly; of a journey instance that both have the further stage wins.
/// </summary>
internal static class CombinedStates
{
    public static CustomerState Of(CustomerState into, CustomerState from, CompiledDefinitions definitions) => into with
    {
        EffectiveAt = Later(into.EffectiveAt, from.EffectiveAt),
        Touchpoints = into.Touchpoints + from.Touchpoints,
        Mood = Moods.Add(into.Mood, from.Mood, definitions.Set.Experience),
        Recent = Recent(into.Recent, from.Recent),
        Instances = Instances(into.Instances, from.Instances, definitions),
        LowPoints = Points(into.LowPoints, from.LowPoints, p => p.Key, p => p.IsOpen, p => p.OpenedAt),
        HighPoints = Points(into.HighPoints, from.HighPoints, p => p.Key, p => p.IsOpen, p => p.OpenedAt),
        Counters = Counters(into.Counters, from.Counters),
        Peak = Larger(into.Peak, from.Peak),
        Last = into.Last is { } last && !(from.Last?.At > last.At) ? last : from.Last,
        MissedAt = Latest(into.MissedAt, from.MissedAt, CustomerState.MomentsMax),
        ContactsAt = Latest(into.ContactsAt, from.ContactsAt, CustomerState.MomentsMax),
        MoodTrail = [.. into.MoodTrail.Concat(from.MoodTrail).OrderBy(p => p.At).TakeLast(CustomerState.MoodTrailMax)],
        LastTouchpointAt = Max(into.LastTouchpointAt, from.LastTouchpointAt),
        WroteAt = Max(into.WroteAt, from.WroteAt),
    };

    private static RecentIdentities Recent(RecentIdentities a, RecentIdentities b)
    {
        var union = a.Hashes.Zip(a.At).Concat(b.Hashes.Zip(b.At)).DistinctBy(i => i.First).OrderBy(i => i.Second).ToArray();
        var recent = new RecentIdentities { ForgottenUpTo = Max(a.ForgottenUpTo, b.ForgottenUpTo) };
        return union.Aggregate(recent, static (r, i) => r.Add(i.First, DateTimeOffset.FromUnixTimeMilliseconds(i.Second)));
    }

    private static ImmutableArray<JourneyInstance> Instances(ImmutableArray<JourneyInstance> a, ImmutableArray<JourneyInstance> b, CompiledDefinitions definitions) =>
    [
        .. a.Concat(b).GroupBy(i => (i.Journey, i.Correlation, i.Run)).Select(same => same.OrderByDescending(i => Place(i, definitions)).ThenByDescending(i => i.TouchedAt).First())
            .OrderBy(i => i.IsOpen).ThenBy(i => i.TouchedAt).TakeLast(CustomerState.InstancesMax).OrderBy(i => i.StartedAt).ThenBy(i => i.Correlation, StringComparer.Ordinal),
    ];

    // What ended is furthest.
    private static int Place(JourneyInstance instance, CompiledDefinitions definitions)
    {
        if (!instance.IsOpen)
        {
            return int.MaxValue;
        }

        var stages = definitions.Journey(instance.Journey)?.Stages ?? [];
        for (var i = 0; i < stages.Length; i++)
        {
            if (string.Equals(stages[i].Id, instance.Stage, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private static ImmutableArray<T> Points<T>(ImmutableArray<T> a, ImmutableArray<T> b, Func<T, string> key, Func<T, bool> isOpen, Func<T, DateTimeOffset> openedAt) =>
        [.. a.Concat(b).DistinctBy(key).OrderBy(isOpen).ThenBy(openedAt).TakeLast(CustomerState.PointsMax).OrderBy(openedAt)];

    // Each as long as the longer of the two: so much, and no more, does a document ask for.
    private static ImmutableArray<Counter> Counters(ImmutableArray<Counter> a, ImmutableArray<Counter> b) =>
    [
        .. a.Concat(b).GroupBy(c => c.Name, StringComparer.Ordinal).Select(static same => same.Aggregate(static (x, y) =>
        {
            var moments = x.At.Select((at, i) => (At: at, Value: x.Values.Length == x.At.Length ? x.Values[i] : default))
                .Concat(y.At.Select((at, i) => (At: at, Value: y.Values.Length == y.At.Length ? y.Values[i] : default)))
                .OrderBy(m => m.At).TakeLast(Math.Max(x.At.Length, y.At.Length)).ToArray();
            return new Counter
            {
                Name = x.Name,
                At = [.. moments.Select(m => m.At)],
                Values = x.Values.IsEmpty && y.Values.IsEmpty ? [] : [.. moments.Select(m => m.Value)],
            };
        })),
    ];

    private static ImmutableArray<DateTimeOffset> Latest(ImmutableArray<DateTimeOffset> a, ImmutableArray<DateTimeOffset> b, int max) => [.. a.Concat(b).Order().TakeLast(max)];

    private static Moment? Larger(Moment? a, Moment? b) =>
        a is null ? b : b is null || Math.Abs(a.Experience) > Math.Abs(b.Experience) || (Math.Abs(a.Experience) == Math.Abs(b.Experience) && a.At >= b.At) ? a : b;

    private static DateTimeOffset? Max(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
