namespace CxOrchestrator.Silo.Dispatch;

/// <summary>Sends of this process whose outcome the store refused, for health.</summary>
public sealed class DispatchFaults(TimeProvider clock)
{
    /// <summary>How long health speaks of one.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private long _count;
    private string _last = "";
    private long? _at;

    /// <summary>A sentence while there was one within <see cref="KnownFor"/>; else null.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                return _at is { } at && clock.GetElapsedTime(at) <= KnownFor
                    ? $"The outcomes of {_count} sends could not be stored since the start, the last of action {_last}; see its last error."
                    : null;
            }
        }
    }

    public void Add(string action)
    {
        lock (_gate)
        {
            (_count, _last, _at) = (_count + 1, action, clock.GetTimestamp());
        }
    }
}
