namespace CxOrchestrator.Rules.Conditions;

/// <summary>How a field is compared with what a document says.</summary>
public enum Comparison
{
    Is,
    IsNot,
    AtLeast,
    AtMost,
    Above,
    Below,

    /// <summary>The field is one of the listed values.</summary>
    In,
    NotIn,

    /// <summary>A list has the value, or a text has it as a part (ordinal, ignoring case).</summary>
    Contains,
    Exists,
    Missing,
}
