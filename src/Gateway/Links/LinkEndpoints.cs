using System.Text;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Links;

/// <summary>Tracked links (<c>/l</c>) and the image that records opens (<c>/o</c>).</summary>
internal static class LinkEndpoints
{
    private const string Target = "to";

    private static readonly string[] Reading = ["GET", "HEAD"];

    // One transparent point.
    private static readonly byte[] Image = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static void MapLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods($"{PublicPaths.Link}/{{token}}", Reading, FollowAsync).RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();
        routes.MapMethods($"{PublicPaths.Open}/{{token}}.gif", Reading, OpenAsync).RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();
    }

    private static async Task<IResult> FollowAsync(
        string token, HttpContext context, ILinkKeys keys, LinkVisits visits, JourneyClock clock, IOptions<LinksOptions> options, CancellationToken cancellationToken)
    {
        var ring = await keys.CurrentAsync(cancellationToken);
        if (context.Request.Query[Target] is not [{ } target]
            || LinkSigner.Read(token, LinkPurpose.Link, ring, clock.SystemNow, target) is not { } link
            || !LinkTarget.IsTracked(target))
        {
            return PublicAnswers.NotFound(context, options.Value.Name);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await visits.RecordAsync(context, token, link, target);
        }

        PublicAnswers.Prepare(context);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.Location = Ascii.IsValid(target) ? target : new Uri(target).AbsoluteUri;
        return TypedResults.StatusCode(StatusCodes.Status302Found);
    }

    private static async Task<IResult> OpenAsync(
        string token, HttpContext context, ILinkKeys keys, LinkVisits visits, JourneyClock clock, CancellationToken cancellationToken)
    {
        PublicAnswers.Prepare(context);
        if (LinkSigner.Read(token, LinkPurpose.Open, await keys.CurrentAsync(cancellationToken), clock.SystemNow) is not { } open)
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await visits.RecordAsync(context, token, open, target: null);
        }

        // Mail programs in browsers show it on pages of their own.
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Bytes(Image, "image/gif");
    }
}
