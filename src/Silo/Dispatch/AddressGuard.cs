using System.Net;
using System.Net.Sockets;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>A webhook may not go to this address.</summary>
internal sealed class ForbiddenAddressException(string host) : Exception(
    $"{host} resolves to a private or local address; set Webhooks:AllowPrivateNetworks to send there.");

/// <summary>
/// Connects only where webhooks may go. The address that was checked is the one that is connected to: a name that resolves
/// differently a moment later changes nothing.
/// </summary>
internal static class AddressGuard
{
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, a => allowPrivate || IsAllowed(a));
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

    /// <summary>Public addresses, and this machine's own: everything runs on it in one process.</summary>
    internal static bool IsAllowed(IPAddress address)
    {
        address = Inner(address);
        if (IPAddress.IsLoopback(address))
        {
            return true;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !address.IsIPv6LinkLocal && !address.IsIPv6UniqueLocal && !address.IsIPv6SiteLocal && !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any);
        }

        var bytes = address.GetAddressBytes();
        return (bytes[0], bytes[1]) switch
        {
            (0 or 10 or >= 224, _) => false,
            (100, >= 64 and <= 127) => false,
            (169, 254) => false,
            (172, >= 16 and <= 31) => false,
            (192, 168) => false,
            _ => true,
        };
    }

    // IPv6 addresses that stand for an IPv4 one go where that goes: mapped (::ffff:a.b.c.d), compatible (::a.b.c.d), NAT64 (64:ff9b::/96), 6to4 (2002::/16).
    private static IPAddress Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
        {
            return address;
        }

        var bytes = address.GetAddressBytes().AsSpan();
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x20, 0x02]))
        {
            return new IPAddress(bytes[2..6]);
        }

        return address.IsIPv4MappedToIPv6
            || bytes[..12].IndexOfAnyExcept((byte)0) < 0
            || bytes.StartsWith((ReadOnlySpan<byte>)[0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0])
                ? new IPAddress(bytes[12..])
                : address;
    }
}
