using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Demo;

/// <summary>
/// The journey's clock of the demo. It stands some weeks back until the shop opens, comes to the present within half a minute, and then runs
/// so many times as fast as time does. Waits on it are not shortened; nobody waits on it.
/// </summary>
internal sealed class DemoClock : TimeProvider, IPacedClock
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _past;
    private readonly TimeSpan _pastIn;
    private readonly double _pace;
    private long _openedAt;

    public DemoClock(IOptions<DemoOptions> options, TimeProvider clock)
    {
        _clock = clock;
        _past = TimeSpan.FromDays(options.Value.PastDays);
        _pastIn = options.Value.PastIn;
        _pace = TimeSpan.FromDays(1) / options.Value.Day;
        Start = clock.GetUtcNow() - _past;
    }

    /// <summary>The shop's first moment.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>How many times as fast as time it runs now.</summary>
    public double Speed => Open is not { } open ? 0 : open < _pastIn ? _past / _pastIn : _pace;

    /// <summary>How many times as fast as it runs later on, at least 1.</summary>
    public double Hurry => Math.Max(1, Speed / _pace);

    private TimeSpan? Open => Interlocked.Read(ref _openedAt) is not 0 and var at ? _clock.GetElapsedTime(at) : null;

    /// <summary>The shop opens: time begins to run.</summary>
    public void Run() => Interlocked.CompareExchange(ref _openedAt, _clock.GetTimestamp(), 0);

    public override DateTimeOffset GetUtcNow() => Open switch
    {
        null => Start,
        { } open when open < _pastIn => Start + (_past * (open / _pastIn)),
        { } open => Start + _past + ((open - _pastIn) * _pace),
    };
}
