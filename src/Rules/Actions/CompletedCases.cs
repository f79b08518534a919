using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// The touchpoint by which the log learns of a case that a callback opened and a person completed. Of all that policies do it is the one thing
/// that comes back as a touchpoint, and so the one way in which policies can set each other off.
/// </summary>
public static class CompletedCases
{
    public const string Type = "case.completed";

    public const string Source = "cx.cases";

    public const string Channel = "desk";

    public const string CaseAttribute = "case";

    public const string OutcomeAttribute = "outcome";

    public const string QueueAttribute = "queue";

    /// <summary>The policy whose callback it was.</summary>
    public const string PolicyAttribute = "policy";

    /// <summary>What is known of the touchpoint before the case is there: not which case, what came of it, or of which instance it is.</summary>
    public static Touchpoint Of(string policy, string queue) => new()
    {
        Identity = new(Source, CaseAttribute),
        Type = Type,
        Customer = new CustomerId(CaseAttribute),
        At = DateTimeOffset.UnixEpoch,
        Channel = Channel,
        Attributes = AttributeSet.Of(new NamedValue(QueueAttribute, Scalar.Of(queue)), new NamedValue(PolicyAttribute, Scalar.Of(policy))),
    };

    /// <summary>Whether the field of such a touchpoint is known before; every other attribute may be anything.</summary>
    public static bool IsKnown(string field) => Conditions.TouchpointFields.AttributeName(field) is QueueAttribute or PolicyAttribute
        || field is "type" or "source" or "channel" or "amount" or "currency" or "nps" or "csat" or "ces" or "text" or "lang";
}
