using System.Diagnostics;

namespace CxOrchestrator.Cli;

/// <summary>One line that is written over, where somebody watches; nothing where the output is a file.</summary>
internal sealed class Progress(TextWriter output) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly bool _watched = ReferenceEquals(output, Console.Error) && !Console.IsErrorRedirected;
    private long _shownAt = Stopwatch.GetTimestamp();
    private int _length;

    public void Show(Func<string> text)
    {
        if (!_watched || Stopwatch.GetElapsedTime(_shownAt) < Every)
        {
            return;
        }

        _shownAt = Stopwatch.GetTimestamp();
        var line = text();
        output.Write("\r" + line.PadRight(_length));
        _length = line.Length;
    }

    public void Clear()
    {
        if (_length > 0)
        {
            output.Write("\r" + new string(' ', _length) + "\r");
            _length = 0;
        }
    }

    public void Dispose() => Clear();
}
