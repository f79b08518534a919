using System.Collections.Immutable;

namespace CxOrchestrator.Console.Toasting;

/// <summary>The toasts on the screen. Those with a time limit go by themselves, but never while somebody points at one or has the keyboard there.</summary>
internal sealed class Toasts(TimeProvider clock) : IDisposable
{
    /// <summary>Most toasts at a time; the oldest goes first.</summary>
    public const int Max = 4;

    private readonly Dictionary<long, ITimer> _timers = [];
    private long _last;
    private bool _held;

    /// <summary>A toast came or went.</summary>
    public event Action? Changed;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Toast> Shown { get; private set; } = [];

    public void Add(string text, ToastKind kind, ToastAction? action = null)
    {
        // The same words again replace what says them already.
        foreach (var same in Shown.Where(t => t.Text == text && t.Kind == kind))
        {
            Remove(same.Id);
        }

        foreach (var oldest in Shown.Take(Shown.Length - Max + 1))
        {
            Remove(oldest.Id);
        }

        var added = new Toast(++_last, kind, text, action);
        Shown = Shown.Add(added);
        Start(added);
        Changed?.Invoke();
    }

    public void Dismiss(long id)
    {
        Remove(id);
        Changed?.Invoke();
    }

    public Task RunAsync(Toast toast)
    {
        // Dismissed first: a second press must find nothing to do again.
        var there = Shown.Contains(toast);
        Dismiss(toast.Id);
        return there && toast.Action is { } action ? action.RunAsync() : Task.CompletedTask;
    }

    /// <summary>Stops the time limits while held; each starts over afterwards.</summary>
    public void Hold(bool held)
    {
        if (_held != held)
        {
            _held = held;
            foreach (var toast in Shown)
            {
                Start(toast);
            }
        }
    }

    public void Dispose()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }

        _timers.Clear();
    }

    private void Start(Toast toast)
    {
        Stop(toast.Id);
        if (!_held && toast.For is { } limit)
        {
            _timers[toast.Id] = clock.CreateTimer(_ => Dismiss(toast.Id), null, limit, Timeout.InfiniteTimeSpan);
        }
    }

    private void Stop(long id)
    {
        if (_timers.Remove(id, out var timer))
        {
            timer.Dispose();
        }
    }

    private void Remove(long id)
    {
        Stop(id);
        Shown = Shown.RemoveAll(t => t.Id == id);

        // The pointer or the keyboard cannot be on what is gone.
        _held = _held && !Shown.IsEmpty;
    }
}
