using System.Buffers;

namespace CxOrchestrator.Sentiment.Models;

/// <summary>Adds up the weights of a text's features, each feature once.</summary>
internal ref struct LogitSink : IFeatureSink, IDisposable
{
    private readonly Softmax _model;
    private readonly bool[] _seen;
    private readonly Span<double> _logits;

    public LogitSink(Softmax model, Span<double> logits)
    {
        _model = model;
        _logits = logits;
        _seen = ArrayPool<bool>.Shared.Rent(model.Count + 1);
        _seen.AsSpan(0, model.Count).Clear();
    }

    public readonly void Add(scoped ReadOnlySpan<char> name, double value)
    {
        var place = _model.PlaceOf(name);
        if (place < 0 || _seen[place])
        {
            return;
        }

        _seen[place] = true;
        var weights = _model.At(place);
        for (var @class = 0; @class < Softmax.Classes; @class++)
        {
            _logits[@class] += value * weights[@class];
        }
    }

    public readonly void Dispose() => ArrayPool<bool>.Shared.Return(_seen);
}
