namespace CxOrchestrator.Api.Operations;

/// <summary>An address of webhooks that answered 410 Gone: nothing is sent there until it is enabled again.</summary>
public sealed record DisabledEndpointView
{
    /// <summary>The address without user, query and fragment.</summary>
    public required string Url { get; init; }

    public required DateTimeOffset DisabledAt { get; init; }

    /// <summary>Status and first line of its answer.</summary>
    public required string Reason { get; init; }
}

/// <summary>Body of <c>POST /v1/webhooks/endpoints/enable</c>.</summary>
public sealed record EndpointEnabling
{
    /// <summary>As <c>GET /v1/webhooks/endpoints</c> lists it.</summary>
    public required string Url { get; init; }

    /// <summary>Who acts: a name, 1 to 100 characters.</summary>
    public required string By { get; init; }
}
