using System.Globalization;
using CxOrchestrator.Sentiment.Models;

namespace CxOrchestrator.Sentiment.Packs;

/// <summary>How a pack is trained and used: the file <c>pack.txt</c>.</summary>
/// <param name="Seed">First seed; each further model takes the next.</param>
/// <param name="Models">Models that are averaged.</param>
/// <param name="Epochs">Passes over the sentences.</param>
/// <param name="Rate">Step of AdaGrad.</param>
/// <param name="Decay">L2 penalty.</param>
/// <param name="FillsSlotted">Copies of a sentence with slots.</param>
/// <param name="FillsPlain">Copies of a sentence without.</param>
/// <param name="LexiconShare">Part of the domain lexicon's sum that is added to a class's logit.</param>
/// <param name="Biases">Added to the logits of the three classes.</param>
internal sealed record PackSettings(int Seed, int Models, int Epochs, double Rate, double Decay, int FillsSlotted, int FillsPlain, double LexiconShare, double[] Biases)
{
    /// <exception cref="InvalidDataException">A value is missing or no number; the message names it.</exception>
    public static PackSettings Parse(string name, string text)
    {
        var words = PackText.Words(name, text);
        return new(
            (int)Number("seed"), (int)Number("models"), (int)Number("epochs"), Number("rate"), Number("decay"),
            (int)Number("fillsSlotted"), (int)Number("fillsPlain"), Number("lexiconShare"), Numbers("biases", Softmax.Classes));

        double Number(string key) => Numbers(key, 1)[0];

        double[] Numbers(string key, int count)
        {
            var numbers = words[key].Select(w => double.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : double.NaN).ToArray();
            return numbers.Length == count && !numbers.Any(double.IsNaN) ? numbers : throw new InvalidDataException($"{name}: write '{key}:' and {count} number(s).");
        }
    }
}
