namespace CxOrchestrator.Api.Touchpoints;

/// <summary>Answer of <c>POST /v1/touchpoints</c>: 202 when at least one was accepted, 400 when none was.</summary>
public sealed record TouchpointResults
{
    /// <summary>Durable in the log when this answer is sent.</summary>
    public required int Accepted { get; init; }

    public required int Refused { get; init; }

    /// <summary>One per item sent, in its order.</summary>
    public required IReadOnlyList<TouchpointResult> Results { get; init; }
}

public sealed record TouchpointResult
{
    /// <summary>Place in the request, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Null where it could not be read.</summary>
    public string? Id { get; init; }

    /// <summary><c>accepted</c> or <c>refused</c>.</summary>
    public required string Status { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public IReadOnlyList<FieldProblem>? Problems { get; init; }

    /// <summary>Unknown fields that were kept as attributes, by JSON pointer.</summary>
    public IReadOnlyList<string>? KeptAsAttributes { get; init; }
}

/// <summary>What is wrong with one field, and how to fix it.</summary>
public sealed record FieldProblem
{
    /// <summary>JSON pointer (RFC 6901) into the request: <c>/3/feedback/nps</c>.</summary>
#pragma warning disable CA1720 // The word of RFC 6901.
    public required string Pointer { get; init; }
#pragma warning restore CA1720

    public required string Detail { get; init; }
}
