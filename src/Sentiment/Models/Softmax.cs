using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CxOrchestrator.Sentiment.Models;

/// <summary>Weights of features for the three classes: negative, neutral, positive.</summary>
internal sealed class Softmax
{
    public const int Classes = 3;

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _places;
    private readonly double[] _weights;
    private readonly string[] _names;

    public Softmax(string[] names, double[] weights)
    {
        _names = names;
        _weights = weights;
        _places = names.Select((name, place) => KeyValuePair.Create(name, place)).ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static Softmax Empty { get; } = new([], []);

    public int Count => _names.Length;

    /// <summary>Place of a feature's weights, or -1.</summary>
    public int PlaceOf(ReadOnlySpan<char> name) => _places.TryGetValue(name, out var place) ? place : -1;

    public ReadOnlySpan<double> At(int place) => _weights.AsSpan(place * Classes, Classes);

    /// <summary>Reads a line for each feature: its name and three weights, separated by tabs.</summary>
    /// <exception cref="InvalidDataException">A line is not of that form; the message names it.</exception>
    public static Softmax Parse(string name, string text)
    {
        var names = new List<string>();
        var weights = new List<double>();
        foreach (var (number, line) in PackText.Lines(text))
        {
            var parts = line.Split('\t');
            if (parts.Length != 1 + Classes)
            {
                throw new InvalidDataException($"{name}, line {number}: write a feature and {Classes} weights, separated by tabs.");
            }

            names.Add(parts[0]);
            weights.AddRange(parts.Skip(1).Select(weight => double.Parse(weight, CultureInfo.InvariantCulture)));
        }

        return new([.. names], [.. weights]);
    }

    /// <summary>Writes what <see cref="Parse"/> reads, sorted by name.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var place in Enumerable.Range(0, Count).OrderBy(p => _names[p], StringComparer.Ordinal))
        {
            text.Append(_names[place]);
            foreach (var weight in At(place))
            {
                text.Append('\t').Append(weight.ToString("0.###", CultureInfo.InvariantCulture));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Turns logits into probabilities, in place.</summary>
    public static void Normalize(Span<double> logits)
    {
        var most = Math.Max(logits[0], Math.Max(logits[1], logits[2]));
        var sum = 0.0;
        foreach (ref var logit in logits)
        {
            logit = Math.Exp(logit - most);
            sum += logit;
        }

        foreach (ref var logit in logits)
        {
            logit /= sum;
        }
    }
}
