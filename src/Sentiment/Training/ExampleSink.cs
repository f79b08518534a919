using CxOrchestrator.Sentiment.Models;

namespace CxOrchestrator.Sentiment.Training;

/// <summary>Gathers an example's features, and gives new ones a place.</summary>
internal sealed class ExampleSink(Dictionary<string, int> places) : IFeatureSink
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _places = places.GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly Dictionary<int, double> _values = [];

    public void Add(scoped ReadOnlySpan<char> name, double value)
    {
        if (!_places.TryGetValue(name, out var place))
        {
            _places[name] = place = places.Count;
        }

        _values.TryAdd(place, value);
    }

    public Example Take(int @class)
    {
        var example = new Example(@class, [.. _values.OrderBy(p => p.Key).Select(p => (p.Key, p.Value))]);
        _values.Clear();
        return example;
    }
}
