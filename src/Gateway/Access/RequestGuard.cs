using CxOrchestrator.Api;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Links;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Refuses what pages of other origins make a browser send, with a session or without: wherever nobody signs in, the browser's network is the
/// only thing that lets it in.
/// </summary>
internal static class RequestGuard
{
    public static IApplicationBuilder UseRequestGuard(this WebApplication app)
    {
        var installation = app.Services.GetRequiredService<Installation>();
        var embedded = installation.Mode == GatewayMode.Embedded;
        var open = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.SignIn == SignInMode.Open;
        var hosts = app.Services.GetRequiredService<AllowedHosts>();
        var log = app.Services.GetRequiredService<RefusalLog>();
        return app.Use((context, next) =>
        {
            var refusal = (embedded && !installation.OnNetwork ? LoopbackGuard.Refusal(context, open, hosts) : null) ?? Refusal(context, embedded, open, hosts);
            if (refusal is null)
            {
                return next(context);
            }

            log.Refused(context, refusal);
            return Problems.WriteAsync(context, refusal);
        });
    }

    private static Problem? Refusal(HttpContext context, bool embedded, bool open, AllowedHosts hosts)
    {
        var plain = IsPlainRead(context.Request);

        // Probes ask by the address of the machine, and learn nothing about customers.
        var probe = plain && (context.Request.Path.StartsWithSegments("/health") || context.Request.Path.StartsWithSegments("/metrics"));
        if ((!plain || (open && !probe)) && !hosts.Has(context.Request.Host))
        {
            return UnknownHost(context.Request.Host);
        }

        // Mail programs in browsers load images from elsewhere, and mailbox providers unsubscribe: the token in the address is what lets them.
        return (!plain || embedded) && !PublicPaths.Has(context.Request.Path) && hosts.IsForeign(context.Request) && !PageOrigins.Admits(context) ? CrossOrigin() : null;
    }

    private static bool IsPlainRead(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !request.HttpContext.WebSockets.IsWebSocketRequest
        && !request.Path.StartsWithSegments(LiveHub.Path);

    private static Problem UnknownHost(HostString host) => Problems.Make(
        StatusCodes.Status403Forbidden,
        "unknown-host",
        "This installation does not answer to that name",
        host.HasValue ? $"The request asked for {host.Host}." : "The request has no Host header.",
        $"Use the console's own address. Set {AccessOptions.Section}:{nameof(AccessOptions.PublicUrl)} to the address that browsers use, or add the name to {AccessOptions.Section}:{nameof(AccessOptions.Hosts)}.");

    private static Problem CrossOrigin() => Problems.Make(
        StatusCodes.Status403Forbidden,
        "cross-origin",
        "Pages of other origins get no answer here",
        "The browser says that the request comes from another site's page.",
        $"Use the console of this gateway. Behind a proxy that changes the Host header, set {AccessOptions.Section}:{nameof(AccessOptions.PublicUrl)} to the address that browsers use.");
}
