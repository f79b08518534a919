namespace CxOrchestrator.Api.Definitions;

/// <summary><c>POST /v1/documents/policy/{id}/waiting</c>: what a new text, or retiring the policy, means for those who wait in it.</summary>
public sealed record WaitingRequest
{
    /// <summary>The new text; null: the policy is retired.</summary>
    public string? Text { get; init; }
}

/// <summary>Customers who wait in a policy, and what becomes of each.</summary>
public sealed record WaitingView
{
    /// <summary>Pending waits; a customer may have several.</summary>
    public required long Waits { get; init; }

    public required long Customers { get; init; }

    /// <summary>All customers were counted; otherwise the numbers are a minimum.</summary>
    public required bool Complete { get; init; }

    /// <summary>By step, in alphabetical order.</summary>
    public required IReadOnlyList<WaitingStep> Steps { get; init; }
}

/// <summary>A step at which customers wait.</summary>
public sealed record WaitingStep
{
    /// <summary>The step's id, <c>absence</c> or <c>stageStayed</c>.</summary>
    public required string Step { get; init; }

    public string? Variant { get; init; }

    public required long Waits { get; init; }

    /// <summary>They go on at it; else they wait no longer, and a decision will say so.</summary>
    public required bool Continues { get; init; }
}
