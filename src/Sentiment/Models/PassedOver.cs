using System.Buffers;
using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Lexicons;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Models;

/// <summary>Tokens whose valence does not count: those the domain lexicon already weighs, and plain words.</summary>
internal readonly ref struct PassedOver : IDisposable
{
    private readonly bool[] _rented;
    private readonly int _count;

    public PassedOver(TokenizedText text, LanguageWords words, List<PhraseMatch> matches)
    {
        _rented = ArrayPool<bool>.Shared.Rent(text.Count + 1);
        _count = text.Count;
        for (var at = 0; at < text.Count; at++)
        {
            _rented[at] = words.IsPlain(text[at]);
        }

        foreach (var match in matches)
        {
            _rented.AsSpan(match.Start, match.End - match.Start).Fill(true);
        }
    }

    public ReadOnlySpan<bool> Tokens => _rented.AsSpan(0, _count);

    public void Dispose() => ArrayPool<bool>.Shared.Return(_rented);
}
