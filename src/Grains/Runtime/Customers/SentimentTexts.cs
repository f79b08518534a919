using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Sentiment;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Reads texts with the packs of this version. Safe from many threads; the packs are loaded with the first text.</summary>
public sealed class SentimentTexts : ITextReader
{
    private readonly Lazy<SentimentReader> _reader = new(SentimentReader.Load);

    private SentimentTexts()
    {
    }

    /// <summary>The only one: packs are part of the program.</summary>
    public static SentimentTexts Shared { get; } = new();

    public TextReading? Read(string text, string? language) =>
        _reader.Value.Read(text, language) is { Value: { } value, Model: { } model, Reasons: var reasons } ? new(value, reasons, model) : null;
}
