using System.Collections.Immutable;

namespace CxOrchestrator.Mailbox;

/// <summary>
/// The newest messages, in memory. At <see cref="MessagesMax"/> or <see cref="BytesMax"/> the oldest are dropped and counted; the newest is always
/// kept. Safe to use from many threads.
/// </summary>
public sealed class Inbox(TimeProvider clock)
{
    /// <summary>Most messages that are kept.</summary>
    public const int MessagesMax = 500;

    /// <summary>Most bytes of messages that are kept: 64 MiB of sources and of the texts read from them.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    private readonly Lock _gate = new();
    private ImmutableList<InboxMessage> _messages = [];
    private long _lastId;
    private long _bytes;
    private long _dropped;

    /// <summary>A message arrived and can be found. Raised on the thread that added it, one at a time for each; what a handler throws reaches the sender.</summary>
    public event Action<InboxMessage>? Arrived;

    public int Count => Volatile.Read(ref _messages).Count;

    /// <summary>Messages that made room for newer ones, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Bytes that are held.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <param name="sender">Of the envelope; null: the empty sender.</param>
    /// <param name="recipients">Of the envelope.</param>
    /// <param name="source">The message's bytes; not to be changed afterwards.</param>
    public InboxMessage Add(string? sender, ImmutableArray<string> recipients, ReadOnlyMemory<byte> source)
    {
        // Outside of the lock: a large message takes its time.
        var message = MessageReader.Read(0, clock.GetUtcNow(), sender, recipients, source);
        lock (_gate)
        {
            message = message with { Id = ++_lastId };
            _messages = _messages.Add(message);
            _bytes += message.Weight;
            while (_messages.Count > 1 && (_messages.Count > MessagesMax || _bytes > BytesMax))
            {
                _bytes -= _messages[0].Weight;
                _messages = _messages.RemoveAt(0);
                _dropped++;
            }
        }

        Arrived?.Invoke(message);
        return message;
    }

    public InboxMessage? Find(long id) => Volatile.Read(ref _messages).Find(m => m.Id == id);

    public InboxPage List(InboxQuery query)
    {
        var found = Volatile.Read(ref _messages).Where(m => Matches(m, query)).Reverse().ToList();
        var after = query.Before is { } before ? found.Where(m => m.Id < before).ToList() : found;
        var items = after.Take(query.Limit).ToImmutableArray();
        return new InboxPage(items, after.Count > items.Length ? items[^1].Id : null, found.Count);
    }

    /// <summary>Removes every message; gives how many there were.</summary>
    public int Clear()
    {
        lock (_gate)
        {
            var count = _messages.Count;
            (_messages, _bytes) = ([], 0);
            return count;
        }
    }

    private static bool Matches(InboxMessage message, InboxQuery query) =>
        (query.To is not { } to || IsTo(message, to))
        && (query.Text is not { } text || Has(message.Subject, text) || Has(message.From, text) || IsTo(message, text) || Has(message.Text, text) || Has(message.Html, text));

    private static bool IsTo(InboxMessage message, string part) => message.Recipients.Any(r => Has(r, part)) || message.To.Any(t => Has(t, part));

    private static bool Has(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
