using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.InApp;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Http;

/// <summary>What browsers have to refuse.</summary>
internal static class SecurityHeaders
{
    // Some elements carry styles of their own; WebAssembly needs its own word.
    private const string Common =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; script-src 'self' ";

    private const string OverTlsOnly = "max-age=31536000";

    public static IApplicationBuilder UseSecurityHeaders(this WebApplication app)
    {
        var secure = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.IsHttps;
        return app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.ContentSecurityPolicy = Common + (context.Request.Path.StartsWithSegments(ApiDocuments.PagePath)
                ? "'unsafe-inline'"
                : "'wasm-unsafe-eval'");
            if ((secure || context.Request.IsHttps) && !LoopbackGuard.IsLoopback(context.Request.Host.Host))
            {
                headers.StrictTransportSecurity = OverTlsOnly;
            }

            if (IsOfPeople(context.Request.Path))
            {
                // Neither a proxy nor a browser that somebody else uses next keeps what was read of customers.
                headers.CacheControl = "no-store";
            }

            return next(context);
        });
    }

    private static bool IsOfPeople(PathString path) =>
        path.StartsWithSegments("/v1") || path.StartsWithSegments(InAppEndpoints.Root) || path.StartsWithSegments("/hubs") || path.StartsWithSegments(SignInPage.Path) || path.StartsWithSegments(ProviderPages.SignOutPath);
}
