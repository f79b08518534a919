using System.Diagnostics;
using System.Text.Json;
using CxOrchestrator.Sentiment;
using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Lexicons;
using CxOrchestrator.Sentiment.Packs;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Benchmarks;

/// <summary>
/// Texts read a second on one core, and how well, on a file of labelled texts; the baseline is VADER's rules alone on the same texts in the same run.
/// Without a file the sentences of the English pack are read: good for speed, and no measure of quality.
/// </summary>
internal static class SentimentBenchmark
{
    private const int Rounds = 5;

    /// <summary>Bounds between VADER's classes, as its authors set them.</summary>
    private const double CompoundMin = 0.05;

    public static IReadOnlyDictionary<string, double> Run(string? file, string? label, string? text)
    {
        var texts = file is null ? Sentences() : Read(file, label ?? "label", text ?? "text");
        var reader = SentimentReader.Load();
        var words = new LanguageWords(PackText.Words("en/words.txt", PackFiles.Read("en/words.txt")));
        var valences = ValenceLexicon.Parse("en/valence.txt", PackFiles.Read("en/valence.txt"));
        var (read, readScore) = Measure(texts, one => reader.Read(one).Class);
        var (baseline, baselineScore) = Measure(texts, one => Vader(one, words, valences));
        var figures = new Dictionary<string, double>
        {
            ["texts"] = texts.Count,
            ["textsPerSecond"] = read,
            ["vaderTextsPerSecond"] = baseline,
            ["againstVader"] = read / baseline,
            ["bytesPerText"] = Allocated(texts, reader),
        };
        if (file is not null)
        {
            figures["macroF1"] = readScore.MacroF1;
            figures["negativeF1"] = readScore.F1(-1);
            figures["neutralF1"] = readScore.F1(0);
            figures["positiveF1"] = readScore.F1(1);
            figures["unread"] = readScore.Unread;
            figures["vaderMacroF1"] = baselineScore.MacroF1;
        }

        return figures;
    }

    private static (double PerSecond, ClassScore Score) Measure(List<(string Text, int Label)> texts, Func<string, int?> read)
    {
        var best = 0.0;
        var score = new ClassScore();
        for (var round = 0; round < Rounds; round++)
        {
            score = new ClassScore();
            var watch = Stopwatch.StartNew();
            foreach (var (text, label) in texts)
            {
                score.Add(label, read(text));
            }

            best = Math.Max(best, texts.Count / watch.Elapsed.TotalSeconds);
        }

        return (best, score);
    }

    private static int? Vader(string text, LanguageWords words, ValenceLexicon valences)
    {
        using var tokens = Tokenizer.Split(text);
        return valences.Weigh(tokens, words, []).Compound switch { >= CompoundMin => 1, <= -CompoundMin => -1, _ => 0 };
    }

    private static double Allocated(List<(string Text, int Label)> texts, SentimentReader reader)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var (text, _) in texts)
        {
            reader.Read(text);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)texts.Count;
    }

    private static List<(string Text, int Label)> Sentences() =>
        [.. PackText.Lines(PackFiles.Read("en/sentences.txt")).Select(line => line.Text.Split('\t')).Select(parts => (parts[1], int.Parse(parts[0])))];

    private static List<(string Text, int Label)> Read(string file, string label, string text) =>
        [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement).Select(item => (item.GetProperty(text).GetString()!, item.GetProperty(label).GetInt32()))];
}
