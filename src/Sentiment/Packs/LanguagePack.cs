using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Lexicons;
using CxOrchestrator.Sentiment.Models;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Packs;

/// <summary>All that reads texts of one language. Immutable: it is read from many threads.</summary>
internal sealed record LanguagePack
{
    /// <summary>Sum of the domain lexicon that counts at most; a long text is no surer than that.</summary>
    private const double LexiconSumMax = 8;

    /// <summary>Two-letter code.</summary>
    public required string Language { get; init; }

    /// <summary>Changes with every file of the pack and with the rules; at most 40 characters.</summary>
    public required string Version { get; init; }

    public required PackSettings Settings { get; init; }

    public required LanguageWords Words { get; init; }

    public required PhraseLexicon Phrases { get; init; }

    public required ValenceLexicon Valences { get; init; }

    public required Softmax Model { get; init; }

    public TextFacts Facts(TokenizedText text) => TextFacts.Of(text, Words, Phrases, Valences);

    /// <summary>Probabilities of negative, neutral and positive.</summary>
    public void Weigh(TextFacts facts, Span<double> classes)
    {
        Settings.Biases.CopyTo(classes);
        var sink = new LogitSink(Model, classes);
        try
        {
            Features.Collect(facts, Phrases.Reasons, ref sink);
        }
        finally
        {
            sink.Dispose();
        }

        var sum = Math.Clamp(facts.Positive - facts.Negative, -LexiconSumMax, LexiconSumMax);
        classes[sum < 0 ? 0 : 2] += Settings.LexiconShare * Math.Abs(sum);
        Softmax.Normalize(classes);
    }
}
