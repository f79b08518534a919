using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Links;
using CxOrchestrator.Rules.Actions;
using Microsoft.Net.Http.Headers;

namespace CxOrchestrator.Gateway.Images;

/// <summary><c>/i/{file}</c>: uploaded images, as customers' mail programs and apps ask for them.</summary>
internal static class ImageFileEndpoints
{
    // Opened by itself in a browser it is a page: one that runs and loads nothing.
    private const string Policy = "default-src 'none'; sandbox";

    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapImageFiles(this IEndpointRouteBuilder routes) =>
        routes.MapMethods($"{PublicPaths.Image}/{{file}}", Reading, GetAsync).RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();

    private static async Task<IResult> GetAsync(string file, HttpContext context, ImageCache images, CancellationToken cancellationToken)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["X-Robots-Tag"] = "noindex, nofollow";

        var id = MessageImages.IsFile(file) ? file[..MessageImages.IdLength] : null;
        if (id is null || await images.ReadAsync(id, cancellationToken) is not { } image || ImageFiles.FileOf(id, image.MediaType) != file)
        {
            headers.CacheControl = "no-store";
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        // Mail programs in browsers show it on pages of their own.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.CacheControl = Forever;
        return TypedResults.Bytes(image.Bytes, image.MediaType, entityTag: new EntityTagHeaderValue($"\"{id}\""));
    }
}
