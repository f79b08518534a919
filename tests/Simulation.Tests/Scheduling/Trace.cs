namespace CxOrchestrator.Simulation.Tests.Scheduling;

/// <summary>What happened in a run: always as a hash, and as lines where somebody wants to read them.</summary>
internal sealed class Trace(World world, bool tracing)
{
    /// <summary>Most lines kept; the last ones tell most.</summary>
    public const int LinesMax = 400;

    private readonly Queue<string> _lines = new();

    public ulong Hash { get; private set; } = 14695981039346656037;

    public IEnumerable<string> Lines => _lines;

    public void Step(int place, int ready) => Mix((ulong)world.Now.Ticks * 31 + (ulong)place * 7 + (ulong)ready);

    /// <summary>Something happened, with names and numbers that a replay must meet again.</summary>
    public void Note(string what, string who, long first = 0, long second = 0)
    {
        foreach (var letter in what)
        {
            Mix(letter);
        }

        foreach (var letter in who)
        {
            Mix(letter);
        }

        Mix((ulong)first);
        Mix((ulong)second);
        if (tracing)
        {
            Write($"{what} {who} {first} {second}");
        }
    }

    public void Write(string line)
    {
        if (!tracing)
        {
            return;
        }

        if (_lines.Count == LinesMax)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue($"{world.Now.TotalSeconds:0.000} {line}");
    }

    private void Mix(ulong value) => Hash = (Hash ^ value) * 1099511628211;
}
