using System.Net;
using System.Net.Sockets;

namespace CxOrchestrator.Gateway.Http;

/// <summary>Whom a request counts for.</summary>
internal static class Senders
{
    private const int NetworkBytes = 8;

    /// <summary>The address that it comes from; of IPv6 the network, since one machine has as many addresses as it likes.</summary>
    public static string Address(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, NetworkBytes), .. new byte[NetworkBytes]]).ToString()
            : address.ToString();
    }
}
