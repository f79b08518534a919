namespace CxOrchestrator.Sources.Files;

/// <summary>What a column holds.</summary>
public enum ColumnType
{
    Text,
    Number,

    /// <summary>A number with a decimal comma.</summary>
    DecimalComma,
    Boolean,

    /// <summary>A date, with or without a time of day, in ISO 8601 or as databases write it.</summary>
    Time,

    /// <summary>A list or an object.</summary>
    Nested,
}
