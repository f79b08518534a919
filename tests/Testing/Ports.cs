using System.Net;
using System.Net.Sockets;

namespace CxOrchestrator.Testing;

/// <summary>Ports of the loopback for servers that tests start.</summary>
public static class Ports
{
    /// <summary>One that nobody listens on at this moment.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
