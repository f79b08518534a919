using System.Net;
using System.Net.Sockets;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>Stands between the store and its database, and cuts connections where a test wants it.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;
    private int _cuts;
    private bool _beforeSending;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cut { get; private set; }

    /// <summary>The next so many commits are cut: done by the server with nobody told, or (before sending) never seen by it.</summary>
    public void CutCommits(int count, bool beforeSending = false)
    {
        _beforeSending = beforeSending;
        Volatile.Write(ref _cuts, count);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (SocketException)
            {
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);

            // A commit shows as its command's tag on the way back, or as its text on the way there (bound where it was prepared before).
            await Task.WhenAny(
                PumpAsync(client.GetStream(), server.GetStream(), data => _beforeSending && data.IndexOf("COMMIT"u8) >= 0),
                PumpAsync(server.GetStream(), client.GetStream(), data => !_beforeSending && data.IndexOf("COMMIT\0"u8) >= 0));
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Predicate cut)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var count)
            {
                if (cut(buffer.AsSpan(0, count)) && Volatile.Read(ref _cuts) > 0)
                {
                    Interlocked.Decrement(ref _cuts);
                    Cut++;
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (IOException)
        {
            // The other direction ended.
        }
    }

    private delegate bool Predicate(ReadOnlySpan<byte> data);
}
