namespace CxOrchestrator.Sources.Enriching;

/// <summary>
/// Answers that events are enriched with: for a while, for other events that ask for the same, and for as long as a delivery waits, for its own next
/// try. In memory and bounded; what is not there any more is asked for again. Safe from many threads.
/// </summary>
public sealed class EnrichCache
{
    /// <summary>Most answers; the oldest go first.</summary>
    public const int AnswersMax = 5_000;

    /// <summary>Most characters of them together.</summary>
    public const long LengthMax = 64 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _answers = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> _oldest = [];
    private long _length;

    private sealed record Kept(string Key, string? Text, DateTimeOffset Until);

    /// <summary>Whether the answer is known.</summary>
    /// <param name="key">What was asked.</param>
    /// <param name="now">By the clock of <see cref="Keep"/>.</param>
    /// <param name="text">Its JSON; null where the content is gone.</param>
    public bool TryGet(string key, DateTimeOffset now, out string? text)
    {
        lock (_gate)
        {
            var known = _answers.TryGetValue(key, out var node) && node.Value.Until > now;
            text = known ? node!.Value.Text : null;
            return known;
        }
    }

    public void Keep(string key, string? text, DateTimeOffset until)
    {
        lock (_gate)
        {
            Remove(key);
            _answers[key] = _oldest.AddLast(new Kept(key, text, until));
            _length += text?.Length ?? 0;
            while (_answers.Count > AnswersMax || _length > LengthMax)
            {
                Remove(_oldest.First!.Value.Key);
            }
        }
    }

    public void Forget(string key)
    {
        lock (_gate)
        {
            Remove(key);
        }
    }

    private void Remove(string key)
    {
        if (_answers.Remove(key, out var node))
        {
            _oldest.Remove(node);
            _length -= node.Value.Text?.Length ?? 0;
        }
    }
}
