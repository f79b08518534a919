using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Dispatch;

/// <summary>
/// When messages come back that a connection's rate put off, one behind the other. Service messages have a line of their own, and promotions wait
/// behind all of it: none is sent while a service message waits for the same rate on this silo.
/// </summary>
internal sealed class RateLine
{
    /// <summary>Longest wait, however many are before a message: rates and pauses change.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    private DateTimeOffset _service;
    private DateTimeOffset _promotion;

    /// <summary>Service messages that were put off are still to come.</summary>
    public bool ServiceWaits(DateTimeOffset now) => _service > now;

    /// <summary>Puts a message at the end of its line.</summary>
    /// <returns>How long it waits.</returns>
    public TimeSpan PutOff(bool promotion, DateTimeOffset now, int perSecond)
    {
        var end = promotion ? Later(_service, _promotion) : _service;
        var due = Earlier(Later(end, now) + SendRate.Each(perSecond), now + WaitMax);
        if (promotion)
        {
            _promotion = due;
        }
        else
        {
            _service = due;
        }

        return due - now;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
