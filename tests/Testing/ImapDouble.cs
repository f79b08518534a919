using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CxOrchestrator.Testing;

/// <summary>An IMAP server (RFC 3501, with MOVE and UIDPLUS) that has one user and folders of messages, with faults. Without TLS, on the loopback.</summary>
public sealed class ImapDouble : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private readonly ConcurrentBag<Task> _sessions = [];

    public ImapDouble()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>UID of the next message.</summary>
    public uint NextId { get; private set; } = 1;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Password { get; set; } = "hunter2";

    public uint Validity { get; set; } = 7;

    /// <summary>Folders by name, each with its messages in the order of their UIDs.</summary>
    public ConcurrentDictionary<string, List<ImapDoubleMessage>> Folders { get; } = new(StringComparer.Ordinal) { ["INBOX"] = [] };

    public List<ImapDoubleMessage> Inbox => Folders["INBOX"];

    /// <summary>Commands that arrived, without tags and with the login's arguments left out.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>The connection ends at a command that this says, before it is carried out.</summary>
    public Func<string, bool> DropsAt { get; set; } = _ => false;

    /// <summary>Answers NO to a command that this says.</summary>
    public Func<string, bool> RefusesAt { get; set; } = _ => false;

    /// <summary>The folder opens for reading only.</summary>
    public bool ReadOnly { get; set; }

    public ImapDoubleMessage Add(string message, DateTimeOffset? arrivedAt = null)
    {
        var added = new ImapDoubleMessage(NextId++, Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")), arrivedAt ?? DateTimeOffset.UnixEpoch.AddYears(56));
        lock (Folders)
        {
            Inbox.Add(added);
        }

        return added;
    }

    /// <summary>Another UIDVALIDITY, and with it another UID for each message.</summary>
    public void Renumber()
    {
        lock (Folders)
        {
            (Validity, NextId) = (Validity + 1, 1);
            foreach (var messages in Folders.Values)
            {
                for (var i = 0; i < messages.Count; i++)
                {
                    messages[i] = messages[i] with { Id = NextId++ };
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions);
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
                await new ImapDoubleSession(this, client.GetStream(), reader).RunAsync(_stopping.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
        {
            // The other side left.
        }
    }
}
