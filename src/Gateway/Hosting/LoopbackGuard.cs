using System.Net;
using CxOrchestrator.Api;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>
/// Embedded mode lets people choose accounts without a password, so it answers this machine only, by a loopback name (a page elsewhere that
/// has its own name resolve to the loopback does not get in), and no page of another origin.
/// </summary>
internal static class LoopbackGuard
{
    public static IApplicationBuilder UseLoopbackGuard(this IApplicationBuilder app) => app.Use(static (context, next) =>
        Refusal(context) is { } refusal ? Problems.WriteAsync(context, refusal) : next(context));

    private static Problem? Refusal(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } peer && !IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
        {
            return Refused("not-loopback", "This installation answers its own machine only", "The request came from another machine.");
        }

        if (!IsLoopback(context.Request.Host.Host))
        {
            return Refused("not-loopback", "This installation answers by a loopback name only", $"The request asked for {context.Request.Host.Host}.");
        }

        return IsForeign(context.Request)
            ? Refused("cross-origin", "Pages of other origins get no answer here", "The browser says that the request comes from another site's page.")
            : null;
    }

    /// <summary>Whether a browser says that a page of another origin sends this.</summary>
    internal static bool IsForeign(HttpRequest request)
    {
        if (request.Headers.Origin is [{ Length: > 0 } origin])
        {
            return !Uri.TryCreate(origin, UriKind.Absolute, out var from)
                || !string.Equals(from.Authority, Authority(request), StringComparison.OrdinalIgnoreCase);
        }

        // Without an origin a browser still tells; following a link from elsewhere to the console is fine.
        return request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"]
            && !(request.Headers["Sec-Fetch-Mode"] is ["navigate"] && HttpMethods.IsGet(request.Method));
    }

    private static string Authority(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var self) ? self.Authority : "";

    /// <summary>Whether a host's name means this machine.</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Problem Refused(string type, string title, string detail) => Problems.Make(
        StatusCodes.Status403Forbidden, type, title, detail, "Call http://127.0.0.1 on the machine itself, or run the gateway in cluster mode behind a sign-in.");
}
