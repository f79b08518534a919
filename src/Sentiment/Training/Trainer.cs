using CxOrchestrator.Sentiment.Models;
using CxOrchestrator.Sentiment.Packs;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Training;

/// <summary>Trains a pack's weights from its sentences: softmax with AdaGrad, all classes of equal weight, several seeds averaged.</summary>
internal static class Trainer
{
    /// <summary>Weights below it in all classes are left out.</summary>
    private const double WeightMin = 0.05;
    private const double AdaGradStart = 1e-6;

    /// <summary>The weights, as <c>weights.txt</c> keeps them.</summary>
    /// <exception cref="InvalidDataException">A sentence is not of the file's form; the message names it.</exception>
    public static string Train(string language)
    {
        var pack = PackFiles.Build(language, "");
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var sentences = Sentences(language).ToList();
        var slots = PackText.Words($"{language}/slots.txt", PackFiles.Read($"{language}/slots.txt"), '|');
        var sets = Enumerable.Range(0, pack.Settings.Models)
            .Select(model => (Random: new SplitMix((ulong)(pack.Settings.Seed + model)), Model: model))
            .Select(run => (run.Random, Examples: Examples(pack, sentences, new SentenceFiller(slots, run.Random), places)))
            .ToList();
        var sum = new double[places.Count * Softmax.Classes];
        foreach (var (random, examples) in sets)
        {
            var weights = Fit(pack.Settings, examples, random, places.Count);
            for (var at = 0; at < sum.Length; at++)
            {
                sum[at] += weights[at] / pack.Settings.Models;
            }
        }

        return Kept(places, sum).Write();
    }

    private static IEnumerable<(int Class, string Text)> Sentences(string language)
    {
        var name = $"{language}/sentences.txt";
        return PackText.Lines(PackFiles.Read(name)).Select(line => line.Text.Split('\t') is [var label, var text] && int.TryParse(label, out var @class) && @class is >= -1 and <= 1
            ? (@class, text)
            : throw new InvalidDataException($"{name}, line {line.Number}: write -1, 0 or 1, a tab and a sentence."));
    }

    private static List<Example> Examples(LanguagePack pack, List<(int Class, string Text)> sentences, SentenceFiller filler, Dictionary<string, int> places)
    {
        var examples = new List<Example>();
        var sink = new ExampleSink(places);
        foreach (var (@class, sentence) in sentences)
        {
            var fills = sentence.Contains('{') ? pack.Settings.FillsSlotted : pack.Settings.FillsPlain;
            for (var fill = 0; fill < fills; fill++)
            {
                using var text = Tokenizer.Split(filler.Fill(sentence, @class));
                Features.Collect(pack.Facts(text), pack.Phrases.Reasons, ref sink);
                examples.Add(sink.Take(@class + 1));
            }
        }

        return examples;
    }

    private static double[] Fit(PackSettings settings, List<Example> examples, SplitMix random, int features)
    {
        var weights = new double[features * Softmax.Classes];
        var squares = new double[weights.Length];
        var shares = Enumerable.Range(0, Softmax.Classes).Select(c => examples.Count / (double)(Softmax.Classes * Math.Max(1, examples.Count(e => e.Class == c)))).ToArray();
        var order = Enumerable.Range(0, examples.Count).ToArray();
        Span<double> classes = stackalloc double[Softmax.Classes];
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            Shuffle(order, random);
            foreach (var index in order)
            {
                Step(settings, examples[index], shares, weights, squares, classes);
            }
        }

        return weights;
    }

    private static void Step(PackSettings settings, Example example, double[] shares, double[] weights, double[] squares, Span<double> classes)
    {
        classes.Clear();
        foreach (var (place, value) in example.Features)
        {
            for (var @class = 0; @class < Softmax.Classes; @class++)
            {
                classes[@class] += value * weights[(place * Softmax.Classes) + @class];
            }
        }

        Softmax.Normalize(classes);
        foreach (var (place, value) in example.Features)
        {
            for (var @class = 0; @class < Softmax.Classes; @class++)
            {
                var at = (place * Softmax.Classes) + @class;
                var error = classes[@class] - (@class == example.Class ? 1 : 0);
                var slope = (shares[example.Class] * error * value) + (settings.Decay * weights[at]);
                squares[at] += slope * slope;
                weights[at] -= settings.Rate * slope / Math.Sqrt(squares[at] + AdaGradStart);
            }
        }
    }

    private static void Shuffle(int[] order, SplitMix random)
    {
        for (var last = order.Length - 1; last > 0; last--)
        {
            var other = random.Next(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
    }

    private static Softmax Kept(Dictionary<string, int> places, double[] weights)
    {
        var kept = places.Where(p => Enumerable.Range(0, Softmax.Classes).Any(c => Math.Abs(weights[(p.Value * Softmax.Classes) + c]) >= WeightMin)).ToList();
        return new([.. kept.Select(p => p.Key)], [.. kept.SelectMany(p => Enumerable.Range(0, Softmax.Classes).Select(c => weights[(p.Value * Softmax.Classes) + c]))]);
    }
}
