using System.Net;
using System.Net.Sockets;

namespace CxOrchestrator.Channels.Http;

/// <summary>A webhook may not go to this address.</summary>
public sealed class ForbiddenAddressException(string host) : Exception(
    $"{host} resolves to a private or local address; set Webhooks:AllowPrivateNetworks to send there, or name the port in Webhooks:LoopbackPorts where it is on this machine.");

/// <summary>
/// Connects only where webhooks may go. The address that was checked is the one that is connected to: a name that resolves
/// differently a moment later changes nothing.
/// </summary>
public static class AddressGuard
{
    // Never public: this network, private and shared ones, loopback, link-local (clouds' metadata too), IETF assignments, documentation, 6to4 relays,
    // benchmarks, multicast and the rest; and the addresses at which clouds tell their machines who they are.
    private static readonly IPNetwork[] Private4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32", "100.100.100.200/32");

    // Also what is translated to IPv4 by somebody's own prefix or through somebody's server: local NAT64, SIIT, Teredo.
    private static readonly IPNetwork[] Private6 = Networks(
        "::/128", "::1/128", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
        "fec0::/10", "ff00::/8");

    /// <summary>Connects to the first of the name's addresses that may be connected to; throws <see cref="ForbiddenAddressException"/> where none may.</summary>
    /// <param name="target">Name or address, and port.</param>
    /// <param name="allowPrivate">Every address may be connected to.</param>
    /// <param name="loopbackPorts">Ports of this machine that may be connected to by its loopback.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowPrivate, IReadOnlyCollection<int> loopbackPorts, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, a => allowPrivate || IsPublic(a) || (loopbackPorts.Contains(target.Port) && IsLoopback(a)));
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException(target.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address leads to the public network, also where it carries an IPv4 address inside.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        address = Inner(address);
        var networks = address.AddressFamily == AddressFamily.InterNetworkV6 ? Private6 : Private4;
        return !Array.Exists(networks, n => n.Contains(address));
    }

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    // IPv6 addresses that go where an IPv4 one goes: mapped (::ffff:a.b.c.d), compatible (::a.b.c.d), NAT64 (64:ff9b::/96), 6to4 (2002::/16).
    private static IPAddress Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes().AsSpan();
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x20, 0x02]))
        {
            return new IPAddress(bytes[2..6]);
        }

        if (IPAddress.IsLoopback(address))
        {
            return IPAddress.Loopback;
        }

        var carries = address.IsIPv4MappedToIPv6
            || bytes[..12].IndexOfAnyExcept((byte)0) < 0
            || bytes.StartsWith((ReadOnlySpan<byte>)[0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]);

        // Without its scope: fe80::1%2 is in fe80::/10 as well.
        return new IPAddress(carries ? bytes[12..] : bytes);
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(n => IPNetwork.Parse(n))];
}
