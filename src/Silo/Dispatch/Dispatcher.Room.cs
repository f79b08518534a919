namespace CxOrchestrator.Silo.Dispatch;

/// <summary>How many actions are leased at a time.</summary>
internal sealed partial class Dispatcher
{
    /// <summary>Sends end in small numbers: more are leased once this part of their room is free.</summary>
    private const int SharesOfRoom = 4;

    /// <summary>The room of a look is a fair share of all of it, or what is free once this time is over.</summary>
    private static readonly TimeSpan ShareWithin = TimeSpan.FromMilliseconds(50);

    /// <summary>How often it is looked past the sends to a receiver that is full.</summary>
    private static readonly TimeSpan WholeEvery = TimeSpan.FromSeconds(1);

    private readonly ReceiverSlots _hosts = new(() => options.Value.SendingPerHostMax, StringComparer.OrdinalIgnoreCase);
    private readonly ReceiverSlots _connections = new(() => options.Value.SendingPerConnectionMax, StringComparer.Ordinal);
    private readonly WakeTimes _wakeTimes = new();
    private long? _lookedAt;
    private long? _lookedWholeAt;

    /// <summary>The time of the last look that found nothing to send or failed; null: there was none.</summary>
    internal DateTimeOffset? IdleSince { get; private set; }

    /// <summary>Sends whose outcome is not stored yet.</summary>
    internal int UnderWay => _sending.Count;

    /// <summary>
    /// How many to lease: not one each time that a send ends; and where a receiver is full, as many as it has room for, since what is leased beyond
    /// that is put off again.
    /// </summary>
    private int LeaseSize()
    {
        var settings = options.Value;
        var room = Math.Min(settings.SendingMax - _sending.Count, settings.BatchMax);
        var full = _hosts.MostOfFull + _connections.MostOfFull;
        var whole = full == 0 || _lookedWholeAt is not { } at || clock.GetElapsedTime(at) >= WholeEvery;
        var share = Math.Min(settings.BatchMax, whole ? settings.SendingMax : Math.Min(full, settings.SendingMax)) / SharesOfRoom;
        var size = whole ? room : Math.Min(room, _hosts.FreeOfFull + _connections.FreeOfFull);
        var now = clock.GetTimestamp();
        if (size <= 0 || (size < share && _lookedAt is { } last && clock.GetElapsedTime(last) < ShareWithin))
        {
            return 0;
        }

        _lookedAt = now;
        if (whole)
        {
            _lookedWholeAt = now;
            ForgetFull();
        }

        return size;
    }

    private void ForgetFull()
    {
        _hosts.Forget();
        _connections.Forget();
    }
}
