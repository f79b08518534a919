using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Sentiment;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Reads texts with the packs of this version. Safe from many threads; the packs are loaded with the first text.</summary>
public sealed class SentimentTexts : ITextReader
{
    private readonly Lazy<SentimentReader> _reader = new(SentimentReader.Load);
    private volatile LexiconReader? _last;

    private SentimentTexts()
    {
    }

    /// <summary>The only one: packs are part of the program.</summary>
    public static SentimentTexts Shared { get; } = new();

    public TextReading? Read(string text, string? language) => Read(_reader.Value, text, language);

    public TextReading? Read(string text, string? language, Lexicon? lexicon) => Read(lexicon is null ? _reader.Value : With(lexicon), text, language);

    /// <summary>A reader with one lexicon, such as a draft's; null: with the packs alone.</summary>
    public ITextReader Alone(Lexicon? lexicon) => new LexiconReader(lexicon?.Version ?? "", lexicon is null ? _reader.Value : Make(lexicon));

    // One lexicon is published at a time; a new one takes the place of the one before.
    private SentimentReader With(Lexicon lexicon)
    {
        if (_last is { } last && last.Version == lexicon.Version)
        {
            return last.Reader;
        }

        var reader = Make(lexicon);
        _last = new(lexicon.Version, reader);
        return reader;
    }

    // A phrase can have both a reason and a mood.
    private SentimentReader Make(Lexicon lexicon)
    {
        var moods = lexicon.Words.ToDictionary(w => (w.Language, w.Text), w => w.Sentiment);
        var named = lexicon.Phrases.Select(p => new TeamPhrase(p.Language, p.Text, p.Reason, moods.Remove((p.Language, p.Text), out var mood) ? mood : null)).ToList();
        return _reader.Value.With(lexicon.Version, [.. named, .. moods.Select(m => new TeamPhrase(m.Key.Language, m.Key.Text, null, m.Value))]);
    }

    private static TextReading? Read(SentimentReader reader, string text, string? language) =>
        reader.Read(text, language) is { Value: { } value, Model: { } model, Reasons: var reasons } ? new(value, reasons, model) : null;

    private sealed record LexiconReader(string Version, SentimentReader Reader) : ITextReader
    {
        public TextReading? Read(string text, string? language) => SentimentTexts.Read(Reader, text, language);
    }
}
