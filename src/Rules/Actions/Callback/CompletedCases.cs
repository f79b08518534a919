using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Actions;

/// <summary>The touchpoint <c>case.completed</c>: a person completed a case that a callback opened.</summary>
public static class CompletedCases
{
    public const string Type = "case.completed";

    public const string Source = "cx.cases";

    public const string Channel = "operator";

    public const string CaseAttribute = "case";

    public const string DispositionAttribute = "disposition";

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

    /// <summary>Whether the attribute of such a touchpoint is known before.</summary>
    internal static bool IsKnown(string attribute) => attribute is QueueAttribute or PolicyAttribute;
}
