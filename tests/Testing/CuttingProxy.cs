using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CxOrchestrator.Testing;

/// <summary>Stands between a client and a server on loopback: cuts connections after commits, slows them, or keeps them apart.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _cuts;
    private int _cut;
    private bool _beforeSending;
    private long _delayTicks;
    private volatile TaskCompletionSource? _apart;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections cut at a commit so far.</summary>
    public int Cut => Volatile.Read(ref _cut);

    /// <summary>What comes waits so long before it goes on, each way. Default: not at all.</summary>
    public TimeSpan Delay
    {
        get => new(Volatile.Read(ref _delayTicks));
        set => Volatile.Write(ref _delayTicks, value.Ticks);
    }

    /// <summary>This many commits are cut: done by the server without an answer, or (before sending) never seen by it.</summary>
    public void CutCommits(int count, bool beforeSending = false)
    {
        _beforeSending = beforeSending;
        Volatile.Write(ref _cuts, count);
    }

    /// <summary>Nothing gets through any more, and nobody is told: packets are lost on the way.</summary>
    public void KeepApart() => _apart ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The way is open again; connections that were kept apart are gone.</summary>
    public void LetThrough()
    {
        var apart = _apart;
        _apart = null;
        if (apart is not null)
        {
            foreach (var client in _open.Keys)
            {
                client.Close();
            }

            apart.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        LetThrough();
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
        _open[client] = true;
        try
        {
            using (client)
            {
                if (_apart is { } apart)
                {
                    await apart.Task;
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, _target);

                // A commit shows as its command's tag on the way back, or as its text on the way there (bound where it was prepared before).
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), data => _beforeSending && data.IndexOf("COMMIT"u8) >= 0),
                    PumpAsync(server.GetStream(), client.GetStream(), data => !_beforeSending && data.IndexOf("COMMIT\0"u8) >= 0));
            }
        }
        catch (SocketException)
        {
            // The server is away; the client sees that it was hung up on.
        }
        finally
        {
            _open.TryRemove(client, out _);
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Predicate cut)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var count)
            {
                if (cut(buffer.AsSpan(0, count)) && Interlocked.Decrement(ref _cuts) >= 0)
                {
                    Interlocked.Increment(ref _cut);
                    return;
                }

                if (Delay is { Ticks: > 0 } delay)
                {
                    await Task.Delay(delay, TimeProvider.System);
                }

                if (_apart is { } apart)
                {
                    await apart.Task;
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other direction ended.
        }
    }

    private delegate bool Predicate(ReadOnlySpan<byte> data);
}
