using System.Runtime.CompilerServices;
using CxOrchestrator.Sentiment.Models;
using CxOrchestrator.Sentiment.Packs;

namespace CxOrchestrator.Sentiment.Tests.Packs;

public class PackTests
{
    /// <summary>Another processor's exponential may differ in its last bit; what grows from it stays below this.</summary>
    private const double Tolerance = 0.01;

    public static TheoryData<string> Languages => [.. SentimentReader.Languages];

    [Fact]
    public void Languages_InTheBox_AreEnglishAndPortuguese() => Assert.Equal(["en", "pt"], SentimentReader.Languages);

    [Theory]
    [MemberData(nameof(Languages))]
    public void Weights_TrainedAgain_AreThoseOfThePack(string language)
    {
        var trained = SentimentReader.Train(language);
        if (Environment.GetEnvironmentVariable("CX_WRITE_PACKS") == "1")
        {
            File.WriteAllText(Path.Combine(Source(), language, "weights.txt"), trained);
            return;
        }

        // After a change of sentences, words or phrases: CX_WRITE_PACKS=1 dotnet test --project tests/Sentiment.Tests
        var (expected, actual) = (Read(PackFiles.Read($"{language}/weights.txt")), Read(trained));
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.All(
            Enumerable.Range(0, Softmax.Classes), @class => Assert.Equal(pair.Value[@class], actual[pair.Key][@class], Tolerance)));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Sentences_OfThePack_AreReadAsTheySay(string language)
    {
        var reader = SentimentReader.Load();
        var score = new ClassScore();
        foreach (var (_, line) in PackText.Lines(PackFiles.Read($"{language}/sentences.txt")))
        {
            score.Add(int.Parse(line.Split('\t')[0]), reader.Read(line.Split('\t')[1], language).Class);
        }

        Assert.InRange(score.MacroF1, 0.85, 1);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Version_OfOtherWeights_IsAnother(string language)
    {
        var pack = PackFiles.Load(language);

        Assert.Matches($"^{language}-[0-9]+-[0-9a-f]{{8}}$", pack.Version);
        Assert.NotEqual(pack.Version, PackFiles.Build(language, "u word\t1\t0\t-1\n").Version);
        Assert.Equal(pack.Version, SentimentReader.Load().Versions[language]);
    }

    [Fact]
    public void Train_LanguageWithoutPack_NamesThoseThatHaveOne() =>
        Assert.Contains("en, pt", Assert.Throws<ArgumentException>(() => SentimentReader.Train("de")).Message, StringComparison.Ordinal);

    private static Dictionary<string, double[]> Read(string weights) => PackText.Lines(weights)
        .Select(line => line.Text.Split('\t'))
        .ToDictionary(parts => parts[0], parts => parts.Skip(1).Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture)).ToArray());

    private static string Source([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../src/Sentiment/Packs"));
}
