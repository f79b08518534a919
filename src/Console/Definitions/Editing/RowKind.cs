namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>What a row of conditions is.</summary>
internal enum RowKind
{
    /// <summary>A field and comparisons.</summary>
    Field,

    /// <summary>Touchpoints counted or added up in a time.</summary>
    Window,

    /// <summary>all, any or none of further rows.</summary>
    Group,

    /// <summary>Several fields in one item of a list: all of them.</summary>
    Item,
}
