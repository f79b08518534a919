using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// The names that this installation answers to. A page whose own name was made to resolve to this address asks by that name, and gets nothing.
/// </summary>
internal sealed class AllowedHosts
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Uri> _publicUrls = [];

    public AllowedHosts(IOptions<AccessOptions> access, IOptions<SignInProviderOptions> provider, IOptions<LinksOptions> links)
    {
        foreach (var url in new[] { access.Value.PublicUrl, provider.Value.PublicUrl, links.Value.PublicAddress })
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var address))
            {
                _publicUrls.Add(address);
                _names.Add(address.Host);
            }
        }

        _names.UnionWith(access.Value.Hosts);
    }

    /// <summary>Whether it can be listed: a name or an address, with a port or without.</summary>
    public static bool IsName(string? name)
    {
        var host = new HostString(name ?? "");
        return Uri.CheckHostName(host.Host) != UriHostNameType.Unknown
            && (host.Port is not null ? host.Value == $"{host.Host}:{host.Port}" : host.Value == host.Host);
    }

    /// <summary>Whether a request that asks for this host may be answered.</summary>
    public bool Has(HostString host) =>
        LoopbackGuard.IsLoopback(host.Host) || _names.Contains(host.Host) || (host.Value is { } value && _names.Contains(value));

    /// <summary>Whether a browser says that a page of another origin sends this.</summary>
    public bool IsForeign(HttpRequest request)
    {
        if (request.Headers.Origin.Count > 0)
        {
            return request.Headers.Origin is not [{ } origin] || !Uri.TryCreate(origin, UriKind.Absolute, out var from) || !IsOwn(from, request);
        }

        // Without an origin a browser still says where a request comes from; following a link from elsewhere to the console is fine.
        return request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"]
            && !(request.Headers["Sec-Fetch-Mode"] is ["navigate"] && HttpMethods.IsGet(request.Method));
    }

    // Behind a proxy that rewrites Host, the origin is the public address.
    private bool IsOwn(Uri origin, HttpRequest request)
    {
        if (_publicUrls.Find(u => string.Equals(u.Authority, origin.Authority, StringComparison.OrdinalIgnoreCase)) is { } url)
        {
            return url.Scheme == origin.Scheme;
        }

        return Uri.TryCreate($"{origin.Scheme}://{request.Host.Value}", UriKind.Absolute, out var self)
            && origin.Scheme is "http" or "https"
            && string.Equals(origin.Authority, self.Authority, StringComparison.OrdinalIgnoreCase);
    }
}
