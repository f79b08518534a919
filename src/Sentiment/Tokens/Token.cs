namespace CxOrchestrator.Sentiment.Tokens;

/// <summary>One piece of a text: where its letters are in <see cref="TokenizedText"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Capitals">A word of two letters or more, all of them capitals.</param>
/// <param name="Start">First character in the text's buffer.</param>
/// <param name="Length">In characters.</param>
internal readonly record struct Token(TokenKind Kind, bool Capitals, int Start, int Length)
{
    /// <summary>A negation does not reach beyond it.</summary>
    public bool Stops => Kind is TokenKind.Mark or TokenKind.End or TokenKind.Pause;

    /// <summary>A sentence ends with it.</summary>
    public bool EndsSentence => Kind is TokenKind.Mark or TokenKind.End;

    /// <summary>It takes part in phrases and features.</summary>
    public bool Speaks => Kind is not (TokenKind.End or TokenKind.Pause);
}
