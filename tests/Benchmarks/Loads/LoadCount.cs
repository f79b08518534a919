using System.Collections.Concurrent;

namespace CxOrchestrator.Benchmarks.Loads;

/// <summary>What became of a load's requests. Safe from many threads.</summary>
internal sealed class LoadCount
{
    private readonly ConcurrentDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private int _accepted;

    public int Accepted => _accepted;

    public int Refused => _refused.Values.Sum();

    /// <summary>By status, the most frequent first.</summary>
    public string Statuses => string.Join(", ", _refused.OrderByDescending(r => r.Value).Select(r => $"{r.Key}: {r.Value}"));

    public void Accept(int count = 1) => Interlocked.Add(ref _accepted, count);

    public void Refuse(string status, int count = 1) => _refused.AddOrUpdate(status, count, (_, had) => had + count);

    public void Of(HttpResponseMessage answer, int count = 1)
    {
        if (answer.IsSuccessStatusCode)
        {
            Accept(count);
        }
        else
        {
            Refuse($"{(int)answer.StatusCode}", count);
        }
    }
}
