using System.Net;
using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>
/// Embedded mode answers this machine only, unless it was made to listen on a network and people sign in. Where nobody signs in, it answers by a loopback name (a page elsewhere that has its own name resolve
/// to the loopback does not get in), and to nobody behind a proxy: a proxy on this machine would let everybody in who reaches it.
/// </summary>
internal static class LoopbackGuard
{
    private static readonly string[] ProxyHeaders =
        ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-ProxyUser-Ip", "True-Client-IP", "CF-Connecting-IP", "CF-Ray"];

    internal static Problem? Refusal(HttpContext context, bool open, AllowedHosts hosts)
    {
        if (context.Connection.RemoteIpAddress is { } peer && !IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
        {
            return Refused("not-loopback", "This installation answers its own machine only", "The request came from another machine.");
        }

        if (open ? !IsLoopback(context.Request.Host.Host) : !hosts.Has(context.Request.Host))
        {
            return Refused("not-loopback", "This installation answers by a loopback name only", $"The request asked for {context.Request.Host.Host}.");
        }

        return open && Proxy(context.Request) is { } header
            ? Refused("behind-proxy", "Nobody signs in here, so nothing is answered through a proxy", $"The request carries {header}.")
            : null;
    }

    /// <summary>Whether a host's name means this machine.</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string? Proxy(HttpRequest request) =>
        ProxyHeaders.FirstOrDefault(request.Headers.ContainsKey)
        ?? request.Headers.Keys.FirstOrDefault(k => k.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || k.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase));

    private static Problem Refused(string type, string title, string detail) => Problems.Make(
        StatusCodes.Status403Forbidden, type, title, detail, "Call http://127.0.0.1 on the machine itself, or set Access:SignIn=Accounts and, for names other than the loopback's, Access:Hosts.");
}
