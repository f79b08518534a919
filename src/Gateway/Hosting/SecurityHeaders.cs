namespace CxOrchestrator.Gateway.Hosting;

/// <summary>What browsers are told to refuse.</summary>
internal static class SecurityHeaders
{
    // Component libraries set styles on elements; WebAssembly needs its own word.
    private const string Common =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; script-src 'self' ";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.ContentSecurityPolicy = Common + (context.Request.Path.StartsWithSegments(ApiDocuments.PagePath)
                ? "'unsafe-inline'"
                : "'wasm-unsafe-eval'");
            return next(context);
        });
}
