namespace CxOrchestrator.Storage;

/// <summary>Who did what, and to what. Stored once and never changed.</summary>
public sealed record AuditEntry
{
    /// <summary>Grows with every entry; given by the store.</summary>
    public long Number { get; init; }

    /// <summary>By the system's clock; given by the store.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>An account, where an import came from, or the address of somebody who did not get in.</summary>
    public required string By { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Kind of what it was done to: policy, journey, segment, settings, account, sending, customer, codes, key, case, link, action, deadLetter, erasure, merge, backtest, warningSearch, file, mailbox, inAppKey, image.</summary>
    public string? Kind { get; init; }

    public string? Id { get; init; }

    /// <summary>Version of the set of documents, where the action made one or is about one.</summary>
    public int? Version { get; init; }

    public string? Detail { get; init; }
}

/// <summary>What can be done; these words are stored.</summary>
public static class AuditActions
{
    public const string Saved = "saved";
    public const string Discarded = "discarded";
    public const string Submitted = "submitted";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string Published = "published";
    public const string Paused = "paused";
    public const string Resumed = "resumed";
    public const string Retired = "retired";
    public const string RolledBack = "rolledBack";
    public const string Imported = "imported";
    public const string Removed = "removed";
    public const string SendingStopped = "sendingStopped";
    public const string SendingResumed = "sendingResumed";
    public const string PolicyStopped = "policyStopped";
    public const string PolicyReleased = "policyReleased";
    public const string Suppressed = "suppressed";
    public const string SuppressionEnded = "suppressionEnded";
    public const string Suspended = "suspended";
    public const string CodesAdded = "codesAdded";
    public const string CodesWithdrawn = "codesWithdrawn";
    public const string TestRecipientMarked = "testRecipientMarked";
    public const string TestRecipientConfirmed = "testRecipientConfirmed";
    public const string TestRecipientUnmarked = "testRecipientUnmarked";
    public const string TestSent = "testSent";
    public const string AccountAdded = "accountAdded";
    public const string AccountChanged = "accountChanged";
    public const string EndpointDisabled = "endpointDisabled";
    public const string EndpointEnabled = "endpointEnabled";
    public const string SignedIn = "signedIn";
    public const string SignInFailed = "signInFailed";
    public const string SignInLocked = "signInLocked";
    public const string SignedOut = "signedOut";
    public const string SecondFactorEnabled = "secondFactorEnabled";
    public const string SecondFactorDisabled = "secondFactorDisabled";
    public const string SecondFactorReset = "secondFactorReset";
    public const string SecondFactorFailed = "secondFactorFailed";
    public const string RecoveryCodeUsed = "recoveryCodeUsed";
    public const string RecoveryCodesMade = "recoveryCodesMade";
    public const string CaseClaimed = "caseClaimed";
    public const string CaseReleased = "caseReleased";
    public const string CaseCompleted = "caseCompleted";
    public const string CaseReopened = "caseReopened";
    public const string LinkDismissed = "linkDismissed";
    public const string ReadingCorrected = "readingCorrected";
    public const string Replayed = "replayed";
    public const string Retried = "retried";
    public const string Exported = "exported";
    public const string CustomerExported = "customerExported";
    public const string CustomerErased = "customerErased";
    public const string CustomerReadmitted = "customerReadmitted";
    public const string CustomersMerged = "customersMerged";
    public const string MergeUndone = "mergeUndone";
    public const string AssistantCalled = "assistantCalled";
    public const string BacktestStarted = "backtestStarted";
    public const string BacktestCancelled = "backtestCancelled";
    public const string SearchStarted = "searchStarted";
    public const string SearchCancelled = "searchCancelled";
    public const string FileUploaded = "fileUploaded";
    public const string FileRemoved = "fileRemoved";
    public const string ImportCancelled = "importCancelled";
    public const string MailboxEmptied = "mailboxEmptied";
    public const string InAppKeyAdded = "inAppKeyAdded";
    public const string InAppKeyRemoved = "inAppKeyRemoved";
    public const string ImageUploaded = "imageUploaded";
    public const string ImageRemoved = "imageRemoved";
    public const string KeyAdded = "keyAdded";
    public const string KeyRotated = "keyRotated";
    public const string KeyRemoved = "keyRemoved";
    public const string SecretSet = "secretSet";
    public const string SecretRemoved = "secretRemoved";
    public const string ConnectionTested = "connectionTested";
    public const string ConnectionPaused = "connectionPaused";
    public const string ConnectionResumed = "connectionResumed";
}
