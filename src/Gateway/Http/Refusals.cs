using CxOrchestrator.Api;

namespace CxOrchestrator.Gateway.Http;

/// <summary>Documents the problems that endpoints answer with.</summary>
internal static class Refusals
{
    public static T Refuses<T>(this T routes, int status)
        where T : IEndpointConventionBuilder =>
        routes.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.MediaType]));
}
