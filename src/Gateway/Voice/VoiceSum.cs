using CxOrchestrator.Api.Voice;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Voice;

/// <summary>Adds up remarks.</summary>
internal sealed class VoiceSum
{
    private long _negative;
    private long _positive;
    private long _read;
    private double _sentiment;

    public long Count { get; private set; }

    public VoiceTotals View => new() { Count = Count, Negative = _negative, Positive = _positive, Sentiment = _read == 0 ? null : Math.Round(_sentiment / _read, 3) };

    public void Add(RemarkCount count)
    {
        Count += count.Count;
        _negative += count.Negative;
        _positive += count.Positive;
        _read += count.Read;
        _sentiment += count.SentimentSum;
    }
}
