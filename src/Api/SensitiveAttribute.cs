namespace CxOrchestrator.Api;

/// <summary>What is hidden of a member from people whose roles do not need it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SensitiveAttribute(SensitiveKind kind) : Attribute
{
    public SensitiveKind Kind { get; } = kind;
}

public enum SensitiveKind
{
    /// <summary>Names somebody, or is written by somebody: hidden whole; of a list each.</summary>
    Text,

    /// <summary>Values by name, or a list of values: each is hidden that names a person, a way to reach one, or is free text.</summary>
    Values,

    /// <summary>A touchpoint's JSON: its values as <see cref="Values"/>.</summary>
    Touchpoint,

    /// <summary>The value of a condition, hidden where its field names persons.</summary>
    Condition,

    /// <summary>A sentence that may say values of conditions.</summary>
    Sentence,

    /// <summary>What another system answered: for those who run the installation.</summary>
    Error,
}
