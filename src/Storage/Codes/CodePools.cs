namespace CxOrchestrator.Storage.Codes;

/// <summary>A pool of offer codes and what is left of it.</summary>
public sealed record CodePool
{
    /// <summary>Word of letters, digits and <c>-_.</c>, as offers name it.</summary>
    public required string Pool { get; init; }

    /// <summary>All codes that were ever added and not withdrawn.</summary>
    public required long Total { get; init; }

    /// <summary>Codes that nobody has and nobody used.</summary>
    public required long Free { get; init; }

    /// <summary>Codes that offers gave to customers.</summary>
    public required long Given { get; init; }

    /// <summary>Codes that were used.</summary>
    public required long Redeemed { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset LastAddedAt { get; init; }

    /// <summary>By the journey's clock; null: none was.</summary>
    public DateTimeOffset? LastGivenAt { get; init; }
}

/// <summary>One code and what became of it.</summary>
public sealed record OfferCode
{
    /// <summary>In the order in which they were added, over all pools.</summary>
    public required long Number { get; init; }

    public required string Code { get; init; }

    public required string Pool { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The action that gave it; null: it is free.</summary>
    public string? Action { get; init; }

    /// <summary><c>tenant/customer</c> that it was given to.</summary>
    public string? Key { get; init; }

    /// <summary>By the journey's clock.</summary>
    public DateTimeOffset? GivenAt { get; init; }

    /// <summary>By the journey's clock: the redeeming touchpoint's own time.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary><c>tenant/customer</c> that used it, who need not be the one it was given to.</summary>
    public string? RedeemedBy { get; init; }
}

/// <summary>Which codes a list shows.</summary>
public enum CodeState
{
    /// <summary>Nobody has it and nobody used it.</summary>
    Free = 1,

    /// <summary>Given, and not used so far.</summary>
    Given = 2,

    /// <summary>Used.</summary>
    Redeemed = 3,
}

/// <summary>What adding codes did.</summary>
/// <param name="Added">New codes.</param>
/// <param name="Known">Of those that were there already, in whichever pool.</param>
public readonly record struct CodesAdded(int Added, int Known);
