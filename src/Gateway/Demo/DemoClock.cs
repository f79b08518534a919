using CxOrchestrator.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Demo;

/// <summary>
/// The journey's clock of the demo. It stands some weeks back until the shop opens, comes to the present within half a minute, or more where it is
/// made to stand, and then runs faster than real time by a factor. Waits on it are not shortened; nobody waits on it.
/// </summary>
internal sealed class DemoClock : TimeProvider, IPacedClock
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _past;
    private readonly TimeSpan _pastIn;
    private readonly double _pace;
    private readonly Lock _gate = new();
    private long? _openedAt;
    private long? _standsSince;
    private TimeSpan _stood;

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

    /// <summary>How long it was made to stand, up to now.</summary>
    public TimeSpan Stood
    {
        get
        {
            lock (_gate)
            {
                return StoodUntilNow();
            }
        }
    }

    private TimeSpan? Open
    {
        get
        {
            lock (_gate)
            {
                return _openedAt is { } at ? _clock.GetElapsedTime(at) - StoodUntilNow() : null;
            }
        }
    }

    /// <summary>The shop opens: time begins to run.</summary>
    public void Run()
    {
        lock (_gate)
        {
            _openedAt ??= _clock.GetTimestamp();
        }
    }

    /// <summary>Time is paused: what it brought so far is not done yet.</summary>
    public void Stand()
    {
        lock (_gate)
        {
            _standsSince ??= _clock.GetTimestamp();
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            _stood = StoodUntilNow();
            _standsSince = null;
        }
    }

    public override DateTimeOffset GetUtcNow() => Open switch
    {
        null => Start,
        { } open when open < _pastIn => Start + (_past * (open / _pastIn)),
        { } open => Start + _past + ((open - _pastIn) * _pace),
    };

    private TimeSpan StoodUntilNow() => _standsSince is { } since ? _stood + _clock.GetElapsedTime(since) : _stood;
}
