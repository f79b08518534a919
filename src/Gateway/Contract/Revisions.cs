namespace CxOrchestrator.Gateway.Contract;

/// <summary>An endpoint that reads <c>If-Match</c>.</summary>
/// <param name="Required">Without the header the request is refused with 428.</param>
internal sealed record RevisionRead(bool Required);

/// <summary>An endpoint whose answer may carry an <c>ETag</c>.</summary>
internal sealed record RevisionGiven;

/// <summary>Documents the headers that keep people from overwriting each other.</summary>
internal static class Revisions
{
    public static T ReadsRevision<T>(this T routes, bool required)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new RevisionRead(required));

    public static T GivesRevision<T>(this T routes)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new RevisionGiven());
}
