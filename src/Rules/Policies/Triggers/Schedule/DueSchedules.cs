using System.Globalization;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies;

/// <summary>
/// Occurrences of schedules. Each reaches a customer as a touchpoint with an identity that policy, segment and moment give it, so that one
/// that arrives twice counts once. It is nothing that happened between the customer and the company: it moves no journey and no mood, is not
/// counted, and breaks no silence.
/// </summary>
public static class DueSchedules
{
    public const string Type = "schedule.due";

    public const string Source = "cx.schedules";

    private const string PolicyAttribute = "policy";
    private const string SegmentAttribute = "segment";

    /// <param name="policy">Id.</param>
    /// <param name="segment">Of its trigger.</param>
    /// <param name="due">The occurrence.</param>
    /// <param name="customer">A member of the segment.</param>
    public static Touchpoint Due(string policy, string segment, DateTimeOffset due, CustomerId customer) => new()
    {
        Identity = new(Source, $"{policy}/{segment}/{due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture)}"),
        Type = Type,
        Customer = customer,
        At = due,
        Attributes = AttributeSet.Of(new NamedValue(PolicyAttribute, Scalar.Of(policy)), new NamedValue(SegmentAttribute, Scalar.Of(segment))),
    };

    /// <summary>Says whether a touchpoint is an occurrence.</summary>
    public static bool IsDue(Touchpoint touchpoint) =>
        string.Equals(touchpoint.Type, Type, StringComparison.Ordinal) && string.Equals(touchpoint.Identity.Source, Source, StringComparison.Ordinal);

    /// <summary>The customer is in the segment at that moment, as far as the state knows.</summary>
    public static bool IsMember(CustomerState state, CompiledDefinitions definitions, string segment, DateTimeOffset at) =>
        Segments.Has(segment, new Facts(state, definitions, at));

    /// <summary>The trigger that an occurrence is of, by the published documents.</summary>
    public static bool IsOf(Touchpoint touchpoint, PolicyDefinition policy, OnSchedule trigger) =>
        IsDue(touchpoint) && touchpoint.Attributes[PolicyAttribute].Text == policy.Id && touchpoint.Attributes[SegmentAttribute].Text == trigger.Segment && trigger.Occurs(touchpoint.At);
}
