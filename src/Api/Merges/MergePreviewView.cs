namespace CxOrchestrator.Api.Merges;

/// <summary>What two customers would become: <c>GET /v1/customers/{customer}/merge?with=</c>.</summary>
public sealed record MergePreviewView
{
    /// <summary>The customer who would remain, as it is.</summary>
    public required MergeSideView Into { get; init; }

    /// <summary>The customer who would become a part of it, as it is.</summary>
    public required MergeSideView From { get; init; }

    /// <summary>Both as one customer.</summary>
    public required MergeSideView Merged { get; init; }

    /// <summary>The merged customer would be the fold of both histories; false: a history no longer reaches back, and what both states hold would be combined.</summary>
    public required bool Exact { get; init; }
}
