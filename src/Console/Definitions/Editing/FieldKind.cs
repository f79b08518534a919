namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>What a field's values are, and with it how it is compared.</summary>
public enum FieldKind
{
    /// <summary>Whatever upstream sends.</summary>
    Any,
    Text,
    Number,
    Flag,

    /// <summary>Several texts, such as reasons.</summary>
    List,

    /// <summary>A time of the day, like 21:00.</summary>
    Clock,

    /// <summary>A day, like 2026-12-24.</summary>
    Date,
}
