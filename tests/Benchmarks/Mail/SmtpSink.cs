using System.Net;
using System.Net.Sockets;

namespace CxOrchestrator.Benchmarks.Mail;

/// <summary>A mail server that takes everything and keeps nothing: as little work as the protocol allows.</summary>
internal sealed class SmtpSink : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();
    private static readonly byte[] ContentEnd = "\r\n.\r\n"u8.ToArray();
    private static readonly byte[] Greeting = "220 sink\r\n"u8.ToArray();
    private static readonly byte[] Extensions = "250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"u8.ToArray();
    private static readonly byte[] Ok = "250 ok\r\n"u8.ToArray();
    private static readonly byte[] Go = "354 go\r\n"u8.ToArray();
    private static readonly byte[] Bye = "221 bye\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private long _messages;

    public SmtpSink()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Messages taken since the start.</summary>
    public long Messages => Volatile.Read(ref _messages);

    /// <summary>Called with the start of each message, where it is set: its headers are in it.</summary>
    public Action<ReadOnlySpan<byte>>? Took { get; set; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var own = socket;
        socket.NoDelay = true;
        try
        {
            var buffer = new byte[BufferBytes];
            var (filled, content) = (0, false);
            await socket.SendAsync(Greeting);
            using var answers = new MemoryStream();
            while (await socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token) is > 0 and var received)
            {
                filled += received;
                var used = 0;
                while (true)
                {
                    var length = content ? ContentEnd.Length : LineEnd.Length;
                    var end = buffer.AsSpan(used, filled - used).IndexOf(content ? ContentEnd : LineEnd);
                    if (end < 0)
                    {
                        break;
                    }

                    content = Answer(buffer.AsSpan(used, end), content, answers);
                    used += end + length;
                }

                buffer.AsSpan(used, filled - used).CopyTo(buffer);
                filled -= used;
                if (filled == buffer.Length)
                {
                    throw new InvalidOperationException($"A message has more than {BufferBytes} bytes.");
                }

                if (answers.Length > 0)
                {
                    await socket.SendAsync(answers.GetBuffer().AsMemory(0, (int)answers.Length));
                    answers.SetLength(0);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The client is gone.
        }
    }

    private bool Answer(ReadOnlySpan<byte> line, bool content, MemoryStream answers)
    {
        if (content)
        {
            Interlocked.Increment(ref _messages);
            Took?.Invoke(line);
            answers.Write(Ok);
            return false;
        }

        if (line.StartsWith("DATA"u8))
        {
            answers.Write(Go);
            return true;
        }

        answers.Write(line.StartsWith("EHLO"u8) ? Extensions : line.StartsWith("QUIT"u8) ? Bye : Ok);
        return false;
    }
}
