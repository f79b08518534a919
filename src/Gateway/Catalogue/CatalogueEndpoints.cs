using CxOrchestrator.Api;
using CxOrchestrator.Api.Catalogue;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Catalogue;

/// <summary><c>/v1/catalogue</c>: which touchpoints really come.</summary>
internal static class CatalogueEndpoints
{
    // A week of hours before a last one that may be long ago.
    private static readonly TimeSpan HoursShown = IEventCatalogue.HoursKeptFor;

    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        var catalogue = routes.MapGroup("/v1/catalogue").WithTags("Catalogue");
        catalogue.MapGet("/", ListAsync)
            .WithName("GetCatalogue").WithSummary("Types of touchpoints that were really seen, with attributes, volume, and whether they went silent")
            .WithDescription("Updated by the silos every few seconds. Attributes of a well-known type are sampled in one of 16 touchpoints; values that may identify a person are never shown.")
            .Produces<CatalogueView>();
        catalogue.MapGet("/{type}", GetAsync)
            .WithName("GetEventType").WithSummary("One type of touchpoints").Produces<EventTypeView>()
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(IEventCatalogue catalogue, IDefinitions definitions, JourneyClock clock, CancellationToken cancellationToken)
    {
        var types = await catalogue.ListAsync(clock.Now - HoursShown, cancellationToken);
        return TypedResults.Json(CatalogueViews.Of(types, definitions.Current.Set, clock), ApiJson.Default.CatalogueView);
    }

    private static async Task<IResult> GetAsync(string type, IEventCatalogue catalogue, IDefinitions definitions, JourneyClock clock, CancellationToken cancellationToken)
    {
        var types = await catalogue.ListAsync(clock.Now - HoursShown, cancellationToken);
        return types.FirstOrDefault(t => t.Type == type) is { Type.Length: > 0 } found
            ? TypedResults.Json(CatalogueViews.Of(found, definitions.Current.Set, clock), ApiJson.Default.EventTypeView)
            : Problems.NotFound("unknown-type", "Unknown touchpoint type", $"No touchpoint of type {type} has been applied yet.", "GET /v1/catalogue lists the known types.");
    }
}
