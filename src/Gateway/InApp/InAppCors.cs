using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>
/// Lets web pages of the listed origins ask for in-app messages. They are known by their token alone: a browser sends no session of ours along.
/// </summary>
internal static class InAppCors
{
    public const string Path = "/in-app";

    private const string AdmittedKey = "cx:in-app-origin";
    private const string PreflightSeconds = "600";

    public static IApplicationBuilder UseInAppCors(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<InAppOptions>>().Value.Origins.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal))
            {
                return next(context);
            }

            var headers = context.Response.Headers;
            headers.Vary = "Origin";
            if (context.Request.Headers.Origin is not [{ } origin] || !origins.Contains(origin))
            {
                return next(context);
            }

            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = "Retry-After";
            if (!HttpMethods.IsOptions(context.Request.Method))
            {
                context.Items[AdmittedKey] = true;
                return next(context);
            }

            headers.AccessControlAllowMethods = "GET, POST";
            headers.AccessControlAllowHeaders = "Authorization, Content-Type";
            headers.AccessControlMaxAge = PreflightSeconds;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    /// <summary>Whether the request comes from a page of a listed origin.</summary>
    public static bool Admits(HttpContext context) => context.Items.ContainsKey(AdmittedKey);
}
