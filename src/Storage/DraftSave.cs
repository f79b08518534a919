namespace CxOrchestrator.Storage;

/// <summary>What became of a draft that was to be stored: <see cref="Draft"/> where it was; else nothing was written.</summary>
public readonly record struct DraftSave
{
    /// <summary>As it is stored.</summary>
    public StoredDraft? Draft { get; init; }

    /// <summary>The bound that refused it; null with no <see cref="Draft"/>: another revision is stored.</summary>
    public DraftsFull? Full { get; init; }
}

/// <summary>A bound of drafts that is reached.</summary>
/// <param name="Bound">Which.</param>
/// <param name="Max">Its value: drafts, or bytes.</param>
public readonly record struct DraftsFull(DraftBound Bound, long Max);

/// <summary>The bounds of <see cref="DraftOptions"/>.</summary>
public enum DraftBound
{
    Number,
    PerAccount,
    Bytes,
}

/// <summary>What is kept of drafts.</summary>
/// <param name="Number">Of all.</param>
/// <param name="OfAccount">Of them, those that the account edited last.</param>
/// <param name="Bytes">Of all texts.</param>
public readonly record struct DraftsKept(long Number, long OfAccount, long Bytes);
