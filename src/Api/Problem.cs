using CxOrchestrator.Api.Touchpoints;

namespace CxOrchestrator.Api;

/// <summary>Every error of the API: problem details (RFC 9457), <c>application/problem+json</c>, with what, why and cure.</summary>
public sealed record Problem
{
    /// <summary>The media type it comes with.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Names the kind for programs: <c>urn:cx:problem:unknown-customer</c>. It never changes.</summary>
    public required string Type { get; init; }

    /// <summary>What happened.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>Why.</summary>
    public string? Detail { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Cure { get; init; }

    /// <summary>Fields of the request that are wrong: a JSON pointer, or the name of a query parameter or header.</summary>
    public IReadOnlyList<FieldProblem>? Errors { get; init; }

    /// <summary>Of <c>POST /v1/touchpoints</c> where none was accepted: what became of each.</summary>
    public TouchpointResults? Results { get; init; }

    /// <summary>Names the request in the log, where the fault is on this side.</summary>
    public string? TraceId { get; init; }
}
