using System.IO.Hashing;
using System.Text;

namespace CxOrchestrator.Backtests;

/// <summary>Picks customers by a stable hash: the same ones every time, in any order. Those that were reached go before those that would have been.</summary>
internal sealed class SampleChoice
{
    /// <summary>Most customers.</summary>
    public const int Max = 20;

    private readonly SortedSet<(bool Missed, ulong Hash, string Key)> _chosen = [];

    /// <summary>Reached ones first, in the order of the hash.</summary>
    public IEnumerable<string> Keys => _chosen.Select(c => c.Key);

    public void Offer(string key, bool reached) => Add((!reached, XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(key)), key));

    public void Merge(SampleChoice other)
    {
        foreach (var chosen in other._chosen)
        {
            Add(chosen);
        }
    }

    private void Add((bool Missed, ulong Hash, string Key) offered)
    {
        _chosen.Add(offered);
        if (_chosen.Count > Max)
        {
            _chosen.Remove(_chosen.Max);
        }
    }
}
