namespace CxOrchestrator.Publishing;

/// <summary>What became of a step in a document's life.</summary>
public enum LifeOutcome
{
    Done,

    /// <summary>There is no such document.</summary>
    UnknownDocument,

    /// <summary>There is no such version of it.</summary>
    UnknownVersion,

    /// <summary>It has no draft.</summary>
    NoDraft,

    /// <summary>Somebody else changed the draft: it has another revision.</summary>
    Changed,

    /// <summary>The draft's state does not allow it.</summary>
    WrongState,

    /// <summary>Who submitted or last edited a draft does not approve it.</summary>
    OwnWork,

    /// <summary>Its text, or the set that would come of it, has errors.</summary>
    HasErrors,

    /// <summary>Its home is a watched folder.</summary>
    FromFolder,

    /// <summary>The published document changed since the draft was last edited.</summary>
    Stale,

    /// <summary>Only policies can be paused.</summary>
    NotAPolicy,

    /// <summary>Others kept publishing at the same moment.</summary>
    Busy,

    /// <summary>There are as many drafts, or as long ones, as may be.</summary>
    DraftsFull,
}
