namespace CxOrchestrator.Gateway.Forms;

/// <summary>
/// Answers that were stored a moment ago and may not be applied yet: who comes back is told so. It is a courtesy, and bounded: what makes an answer count
/// once is its id.
/// </summary>
internal sealed class AnsweredForms
{
    /// <summary>Of that many the newest are known, and up to as many older ones.</summary>
    public const int KnownMax = 5_000;

    private readonly Lock _lock = new();
    private HashSet<string> _newer = new(StringComparer.Ordinal);
    private HashSet<string> _older = new(StringComparer.Ordinal);

    public void Add(string answer)
    {
        lock (_lock)
        {
            if (_newer.Count >= KnownMax)
            {
                (_older, _newer) = (_newer, new(StringComparer.Ordinal));
            }

            _newer.Add(answer);
        }
    }

    public bool Has(string answer)
    {
        lock (_lock)
        {
            return _newer.Contains(answer) || _older.Contains(answer);
        }
    }
}
