using Orleans;

namespace CxOrchestrator.Grains.Contracts.Customers;

/// <summary>What became of a merge that was asked for, or of its undoing.</summary>
[GenerateSerializer, Alias("cx.merge-result")]
public enum MergeResult : byte
{
    /// <summary>Two customers are one now.</summary>
    Merged = 1,

    /// <summary>One customer is two again.</summary>
    Undone = 2,

    /// <summary>Both are one customer already: nothing changed.</summary>
    AlreadyOne = 3,

    /// <summary>One of them is not known, or there is no such merge.</summary>
    Unknown = 4,

    /// <summary>One of them was erased.</summary>
    Erased = 5,

    /// <summary>The customer would be made of more others than may be.</summary>
    TooMany = 6,

    /// <summary>The merge was undone before: nothing changed.</summary>
    AlreadyUndone = 7,

    /// <summary>One of them was merged meanwhile: ask the one it was merged into.</summary>
    Elsewhere = 8,

    /// <summary>Others kept writing both customers: ask again.</summary>
    Contended = 9,
}
