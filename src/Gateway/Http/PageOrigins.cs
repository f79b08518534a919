using System.Collections.Frozen;
using CxOrchestrator.Gateway.InApp;
using CxOrchestrator.Gateway.Sources;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Http;

/// <summary>
/// Lets web pages of listed origins call what is meant for them: in-app messages, and the paths that client libraries of other systems send to. They
/// are known by the token or key that they carry: a browser sends no session of ours along.
/// </summary>
internal static class PageOrigins
{
    private const int OriginsMax = 100;
    private const string AdmittedKey = "cx:page-origin";
    private const string PreflightSeconds = "600";

    public static IApplicationBuilder UsePageOrigins(this WebApplication app)
    {
        var inApp = Set(app.Services.GetRequiredService<IOptions<InAppOptions>>().Value.Origins);
        var sources = Set(app.Services.GetRequiredService<IOptions<SourcesOptions>>().Value.Origins);
        var paths = SourceEndpoints.Paths.Select(p => p.Path).ToFrozenSet(StringComparer.Ordinal);
        return app.Use((context, next) =>
        {
            var path = context.Request.Path;
            var (origins, asked) = path.StartsWithSegments(InAppEndpoints.Root, StringComparison.Ordinal) ? (inApp, "Authorization, Content-Type")
                : path.Value is { } text && paths.Contains(text.TrimEnd('/')) ? (sources, "Authorization, Content-Type, Content-Encoding, AnonymousId")
                : (null, "");
            return origins is null || Answered(context, origins, asked) is not { } answer ? next(context) : answer;
        });
    }

    /// <summary>Whether the request comes from a page of a listed origin.</summary>
    public static bool Admits(HttpContext context) => context.Items.ContainsKey(AdmittedKey);

    /// <summary>What is wrong with a list of origins, as messages about the setting.</summary>
    public static IEnumerable<string> Wrong(string setting, string[] origins)
    {
        if (origins.Length > OriginsMax)
        {
            yield return $"{setting} has at most {OriginsMax} origins.";
        }

        foreach (var origin in origins.Where(o => !IsOrigin(o)))
        {
            yield return $"{setting} has {origin}, which is no origin. Give scheme, host and port only, as https://shop.example.com.";
        }
    }

    // Null: what comes after answers.
    private static Task? Answered(HttpContext context, FrozenSet<string> origins, string asked)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (context.Request.Headers.Origin is not [{ } origin] || !origins.Contains(origin))
        {
            return null;
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = "Retry-After";
        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            context.Items[AdmittedKey] = true;
            return null;
        }

        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = asked;
        headers.AccessControlMaxAge = PreflightSeconds;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static FrozenSet<string> Set(string[] origins) => origins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.GetLeftPart(UriPartial.Authority) == text;
}
