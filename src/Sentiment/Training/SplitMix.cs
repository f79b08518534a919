namespace CxOrchestrator.Sentiment.Training;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine and version.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 up to, and without, the bound.</summary>
    public int Next(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)bound);
    }

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];
}
