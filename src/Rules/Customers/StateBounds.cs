using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>
/// Keeps what the product derived of a customer within its size, whatever upstream systems send. Each list has a bound of its own; where long
/// names make the whole too large all the same, what matters least goes first: closed high points, closed low points and closed instances
/// (the oldest of each), what policies only remember, the sparkline, open high points, and at last open low points and instances. What a
/// customer stated (profile, consent, closed channels), what policies must not forget (cooldowns, exclusion groups, pending waits, the moments
/// that caps count) and what documents count never goes, and is not part of the size: each has a bound of its own that refuses instead.
/// </summary>
internal static class StateBounds
{
    /// <summary>Most bytes by <see cref="Size"/>, which is never below the encoded size of what was derived.</summary>
    public const int BytesMax = (8 * 1024) - 64;

    /// <summary>Most bytes that the counters of all documents may take in a customer's state; documents that ask for more are refused.</summary>
    public const int CounterBytesMax = 32 * 1024;

    // Field headers, lengths and type names of a record; measured upper bounds of the encoding.
    private const int Fixed = 340;
    private const int Record = 56;
    private const int Time = 12;
    private const int CounterValue = 24;

    public static bool Exceeds(CustomerState state) => Size(state) > BytesMax;

    /// <summary>The state within its size.</summary>
    public static CustomerState Fit(CustomerState state)
    {
        while (Exceeds(state) && Smaller(state) is { } smaller)
        {
            state = smaller;
        }

        return state;
    }

    /// <summary>What is dropped of a state that exceeds its size, in words.</summary>
    public static string Dropped(CustomerState before, CustomerState after)
    {
        var parts = new List<string>(4);
        void Add(int count, string one, string many)
        {
            if (count > 0)
            {
                parts.Add(count == 1 ? $"1 {one}" : $"{count} {many}");
            }
        }

        Add(before.Instances.Count(i => !i.IsOpen) - after.Instances.Count(i => !i.IsOpen), "closed journey instance", "closed journey instances");
        Add(before.LowPoints.Count(p => !p.IsOpen) - after.LowPoints.Count(p => !p.IsOpen), "closed low point", "closed low points");
        Add(before.HighPoints.Count(p => !p.IsOpen) - after.HighPoints.Count(p => !p.IsOpen), "closed high point", "closed high points");
        Add(before.MoodTrail.Length - after.MoodTrail.Length, "moment of the sparkline", "moments of the sparkline");
        Add(before.Waits.Length - after.Waits.Length, "remembered answer or sequence", "remembered answers or sequences");
        Add(before.HighPoints.Count(p => p.IsOpen) - after.HighPoints.Count(p => p.IsOpen), "open high point", "open high points");
        Add(before.LowPoints.Count(p => p.IsOpen) - after.LowPoints.Count(p => p.IsOpen), "open low point", "open low points");
        Add(before.Instances.Count(i => i.IsOpen) - after.Instances.Count(i => i.IsOpen), "open journey instance", "open journey instances");
        return string.Join(", ", parts);
    }

    /// <summary>Bytes that a counter takes at most.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="keep">Most moments that it keeps.</param>
    /// <param name="values">A value is kept with each moment.</param>
    public static int CounterSize(string name, int keep, bool values) => Record + Text(name) + (keep * (Time + (values ? CounterValue : 0)));

    /// <summary>Bytes that all of the state takes at most, with what never goes.</summary>
    public static int WholeSize(CustomerState state)
    {
        var size = Size(state) + Of(state.Profile);
        foreach (var counter in state.Counters)
        {
            size += Record + Text(counter.Name) + (counter.At.Length * Time);
            foreach (var value in counter.Values.IsDefault ? [] : counter.Values)
            {
                size += Of(value);
            }
        }

        foreach (var list in state.Lists)
        {
            size += Text(list);
        }

        foreach (var wait in state.Waits)
        {
            size += wait.Fires ? Of(wait) : 0;
        }

        foreach (var mark in state.PolicyMarks)
        {
            size += Record + (2 * Time) + Text(mark.Policy) + Text(mark.Cause);
        }

        size += state.Admitted.Length * Time;
        foreach (var mark in state.GroupMarks)
        {
            size += Record + Time + Text(mark.Group) + Text(mark.Policy) + Text(mark.Cause);
        }

        foreach (var suppression in state.Suppressions)
        {
            size += Record + Time + Text(suppression.Channel) + Text(suppression.Reason) + Text(suppression.By);
        }

        return state.PolicySuppression is { } byPolicy ? size + Record + Time + Text(byPolicy.By) : size;
    }

    /// <summary>Bytes that what was derived takes at most.</summary>
    public static int Size(CustomerState state)
    {
        var size = Fixed + Text(state.Customer.Value);
        size += state.Recent.Hashes.Length * 2 * Time;
        size += (state.MissedAt.Length + state.ContactsAt.Length + (2 * state.MoodTrail.Length)) * Time;
        foreach (var instance in state.Instances)
        {
            size += Of(instance);
        }

        foreach (var point in state.LowPoints)
        {
            size += Record + (3 * Time) + Text(point.Journey) + Text(point.Correlation) + Text(point.Key);
            foreach (var cause in point.Causes)
            {
                size += Of(cause);
            }
        }

        foreach (var point in state.HighPoints)
        {
            size += Record + (3 * Time) + Text(point.Journey) + Text(point.Correlation) + Text(point.Key) + Of(point.Cause);
        }

        foreach (var wait in state.Waits)
        {
            size += wait.Fires ? 0 : Of(wait);
        }

        return size;
    }

    private static CustomerState? Smaller(CustomerState state) =>
        Without(state.HighPoints, p => !p.IsOpen, p => p.OpenedAt) is { } highs ? state with { HighPoints = highs }
        : Without(state.LowPoints, p => !p.IsOpen, p => p.OpenedAt) is { } lows ? state with { LowPoints = lows }
        : Without(state.Instances, i => !i.IsOpen, i => i.TouchedAt) is { } instances ? state with { Instances = instances }
        : Without(state.Waits, w => !w.Fires, w => w.BeganAt) is { } remembered ? state with { Waits = remembered }
        : !state.MoodTrail.IsEmpty ? state with { MoodTrail = state.MoodTrail.RemoveAt(0) }
        : Without(state.HighPoints, _ => true, p => p.OpenedAt) is { } openHighs ? state with { HighPoints = openHighs }
        : Without(state.LowPoints, _ => true, p => p.OpenedAt) is { } openLows ? state with { LowPoints = openLows }
        : Without(state.Instances, _ => true, i => i.TouchedAt) is { } openInstances ? state with { Instances = openInstances }
        : null;

    // Without the earliest that may go; null where none may.
    private static ImmutableArray<T>? Without<T>(ImmutableArray<T> items, Func<T, bool> mayGo, Func<T, DateTimeOffset> at)
    {
        var oldest = -1;
        for (var i = 0; i < items.Length; i++)
        {
            if (mayGo(items[i]) && (oldest < 0 || at(items[i]) < at(items[oldest])))
            {
                oldest = i;
            }
        }

        return oldest < 0 ? null : items.RemoveAt(oldest);
    }

    private static int Of(Profile profile)
    {
        var size = Record + (3 * Time) + Text(profile.Name) + Text(profile.Language) + Text(profile.TimeZone) + Text(profile.Segment) + Text(profile.Currency);
        foreach (var value in profile.Consent.Values)
        {
            size += Of(value);
        }

        foreach (var value in profile.Attributes.Values)
        {
            size += Of(value);
        }

        foreach (var time in profile.Times.IsDefault ? [] : profile.Times)
        {
            size += Record + Time + Text(time.Name);
        }

        return size;
    }

    private static int Of(NamedValue value) => 24 + Text(value.Name) + Of(value.Value);

    private static int Of(Scalar value)
    {
        var size = 24 + Text(value.Text);
        foreach (var item in value.Items)
        {
            size += Of(item);
        }

        return size;
    }

    private static int Of(JourneyInstance instance)
    {
        var size = Record + (4 * Time) + Text(instance.Journey) + Text(instance.Correlation) + Text(instance.Stage);
        foreach (var stage in instance.Path)
        {
            size += Text(stage);
        }

        foreach (var pending in instance.Expectations)
        {
            size += Record + (3 * Time) + Text(pending.Expectation);
        }

        return size;
    }

    private static int Of(PolicyWait wait)
    {
        var size = Record + (2 * Time) + Text(wait.Trigger) + Text(wait.Correlation) + Text(wait.Cause) + Text(wait.Type) + Text(wait.Journey) + Text(wait.Instance)
            + (wait.Steps.Length * Time) + Text(wait.Unsent) + (wait.SendsUntil is null ? 0 : Record + (2 * Time));
        foreach (var name in wait.SendsUntil is null ? [] : (ImmutableArray<string>)[.. wait.Pending, .. wait.Held, .. wait.Sent, .. wait.SentNames])
        {
            size += Text(name);
        }

        foreach (var value in wait.Kept.Values)
        {
            size += Of(value);
        }

        return size;
    }

    private static int Of(Cause cause) => Record + (2 * Time) + Text(cause.Type) + Text(cause.Expectation) + Text(cause.Text);

    // ASCII in the common case: counted only where three bytes a character could matter.
    private static int Text(string? text) => text is null ? 2 : 5 + (text.Length <= 16 ? text.Length * 3 : Encoding.UTF8.GetByteCount(text));
}
