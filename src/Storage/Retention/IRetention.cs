namespace CxOrchestrator.Storage.Retention;

/// <summary>Removes what a store has kept for long enough.</summary>
public interface IRetention
{
    /// <summary>Looks at rows in the order they were made, and removes those past their time.</summary>
    /// <param name="kept">What.</param>
    /// <param name="before">Removed is what ended before this, by the clock of its kind.</param>
    /// <param name="after">Number of the last row that was looked at; 0: from the oldest on.</param>
    /// <param name="rows">Most rows looked at.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task<RetentionStep> TrimAsync(Kept kept, DateTimeOffset before, long after, int rows, CancellationToken cancellationToken);

    /// <summary>Removes sets of documents that no kept timeline was made under, and versions of each document beyond the number.</summary>
    /// <param name="before">The timelines' end of retention. The published set then stays.</param>
    /// <param name="versions">Versions kept of each document.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task<int> TrimDocumentsAsync(DateTimeOffset before, int versions, CancellationToken cancellationToken);
}

/// <summary>What is kept for a time.</summary>
public enum Kept
{
    /// <summary>Timelines, with the decisions that their inputs led to.</summary>
    History,
    Actions,
    Deliveries,

    /// <summary>Reports of what became of messages.</summary>
    DeliverySteps,

    /// <summary>Reports of messages that are not known.</summary>
    UnmatchedSteps,
    InAppMessages,
    Cases,
    DeadLetters,
    ReplayedLetters,
    Consents,

    /// <summary>What customers said: it goes with the timelines.</summary>
    Remarks,

    /// <summary>Examples that people corrected: they go with what they are about.</summary>
    Corrections,
    Codes,
    Audit,
}

/// <param name="Removed">Rows that went.</param>
/// <param name="Next">Where to go on; null: the rest is younger.</param>
public readonly record struct RetentionStep(int Removed, long? Next);
