using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Links;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>Forms that customers answer (<c>/f</c>). The token says who may: there is no session, and no cookie.</summary>
internal static class FormEndpoints
{
    private const int BodyBytesMax = 128 * 1024;
    private const int FieldsMax = 20;
    private const string ScriptCache = "public, max-age=3600";
    private const string ScriptResource = "CxOrchestrator.Gateway.Forms.embed.js";

    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapForms(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods($"{PublicPaths.Form}/{{token}}", Reading, (string token, HttpContext context, HostedForms forms, CancellationToken cancellationToken) => forms.ShowAsync(context, token, cancellationToken))
            .RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();
        routes.MapPost($"{PublicPaths.Form}/{{token}}", TakeAsync).RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();
        routes.MapGet($"{PublicPaths.Form}/embed.js", Script).RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();
    }

    private static async Task<IResult> TakeAsync(string token, HttpContext context, HostedForms forms, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BodyBytesMax;
        }

        if (!context.Request.HasFormContentType)
        {
            return forms.Unreadable(context);
        }

        try
        {
            var options = new FormOptions { ValueCountLimit = FieldsMax, ValueLengthLimit = BodyBytesMax };
            return await forms.TakeAsync(context, token, await context.Request.ReadFormAsync(options, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            return forms.Unreadable(context);
        }
    }

    private static FileStreamHttpResult Script(HttpContext context)
    {
        context.Response.Headers.CacheControl = ScriptCache;
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Stream(typeof(FormEndpoints).Assembly.GetManifestResourceStream(ScriptResource)!, "text/javascript");
    }
}
