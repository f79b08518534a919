namespace CxOrchestrator.Storage.Voice;

/// <summary>What remarks are counted by.</summary>
public enum RemarkGrouping
{
    /// <summary>Whole days since 1970-01-01, in UTC.</summary>
    Day = 1,
    Channel,

    /// <summary>Journey, a line break, stage.</summary>
    Stage,

    /// <summary>The segments that the customer was in, all together; see <see cref="RemarkLists"/>.</summary>
    Segments,
    Language,
}
