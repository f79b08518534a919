using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CxOrchestrator.Testing;

/// <summary>
/// Ports of the loopback for servers that tests start. They lie below the range that systems hand out for port 0 and for outgoing
/// connections, so that nothing else takes one between its choice and the start of its server, and each is claimed by a lock until this
/// process ends, so that no other suite takes it either.
/// </summary>
public static class Ports
{
    /// <summary>From here, for <see cref="Count"/> ports. Embedded silos choose theirs above them.</summary>
    private const int First = 20_000;

    private const int Count = 6_000;

    private static readonly List<FileStream> Claims = [];
    private static readonly DirectoryInfo Folder =
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"cx-orchestrator-ports-{Environment.UserName}"));

    private static int _next = RandomNumberGenerator.GetInt32(Count);

    /// <summary>One that nobody listens on and no test was given, in this process or another.</summary>
    public static int Free()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (TryClaim(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"Every port from {First} to {First + Count - 1} is taken.");
    }

    private static bool TryClaim(int port)
    {
        FileStream claim;
        try
        {
            claim = new FileStream(Path.Combine(Folder.FullName, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception claimed) when (claimed is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        if (!IsOpen(port))
        {
            claim.Dispose();
            return false;
        }

        lock (Claims)
        {
            Claims.Add(claim);
        }

        return true;
    }

    private static bool IsOpen(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
