namespace CxOrchestrator.Api.Codes;

/// <summary><c>GET /v1/code-pools</c>: pools that have codes or that a published offer names, by name.</summary>
public sealed record CodePoolsView
{
    public required IReadOnlyList<CodePoolView> Pools { get; init; }
}

/// <summary>A pool of offer codes and what is left of it: <c>GET /v1/code-pools/{pool}</c> too.</summary>
public sealed record CodePoolView
{
    public required string Pool { get; init; }

    /// <summary>Codes that were added and not withdrawn.</summary>
    public required long Total { get; init; }

    /// <summary>Codes that are neither given nor redeemed.</summary>
    public required long Free { get; init; }

    /// <summary>Codes that offers gave to customers.</summary>
    public required long Given { get; init; }

    /// <summary>Codes that were used.</summary>
    public required long Redeemed { get; init; }

    /// <summary>By the system's clock; null: the pool has no codes so far.</summary>
    public DateTimeOffset? LastAddedAt { get; init; }

    /// <summary>By the journey's clock; null: none was given.</summary>
    public DateTimeOffset? LastGivenAt { get; init; }

    /// <summary>Ids of published policies whose offers use it.</summary>
    public IReadOnlyList<string> UsedBy { get; init; } = [];
}

/// <summary>Body of <c>POST /v1/code-pools/{pool}/codes</c>.</summary>
public sealed record AddCodes
{
    /// <summary>1 to 10,000 codes of 1 to 64 letters, digits and <c>-_.</c>.</summary>
    public required IReadOnlyList<string> Codes { get; init; }
}

/// <summary>What adding codes did. The same request can be made again: it adds nothing twice.</summary>
public sealed record CodesAddedView
{
    public required int Added { get; init; }

    /// <summary>Codes of the request that were there already, in whichever pool, or stood in it twice.</summary>
    public required int Known { get; init; }

    /// <summary>The pool afterwards.</summary>
    public required CodePoolView Pool { get; init; }
}

/// <summary>What withdrawing the free codes of a pool did.</summary>
public sealed record CodesWithdrawnView
{
    public required int Withdrawn { get; init; }

    /// <summary>The pool afterwards.</summary>
    public required CodePoolView Pool { get; init; }
}

/// <summary>One code and what became of it.</summary>
public sealed record CodeView
{
    public required string Code { get; init; }

    public required string Pool { get; init; }

    /// <summary>free, given or redeemed.</summary>
    public required string State { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The customer it was given to; null: none.</summary>
    public string? Customer { get; init; }

    /// <summary>Id of the action that gave it.</summary>
    public string? Action { get; init; }

    /// <summary>By the journey's clock.</summary>
    public DateTimeOffset? GivenAt { get; init; }

    /// <summary>By the journey's clock.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>Who used it, who need not be the one it was given to.</summary>
    public string? RedeemedBy { get; init; }
}
