namespace CxOrchestrator.Sentiment.Tokens;

/// <summary>What a piece of a text is. Masked kinds lose their letters: an address or a number says nothing about a mood.</summary>
internal enum TokenKind : byte
{
    /// <summary>Letters, in lower case, with at most two equal ones in a row.</summary>
    Word,

    /// <summary>A number, with its separators.</summary>
    Number,

    /// <summary>An amount: a number beside a currency sign.</summary>
    Money,

    /// <summary>Letters and digits together, such as the number of an order.</summary>
    Code,

    /// <summary>An address of the web or of e-mail.</summary>
    Address,

    /// <summary>A name that begins with <c>@</c>.</summary>
    Handle,

    /// <summary>An emoji or another sign.</summary>
    Sign,

    /// <summary><c>:)</c> and the like.</summary>
    Smile,

    /// <summary><c>:(</c> and the like.</summary>
    Frown,

    /// <summary>One of <c>!</c>, <c>!!</c>, <c>?</c> and <c>?!</c>; it ends a sentence.</summary>
    Mark,

    /// <summary>A full stop, or the end of a line; it ends a sentence.</summary>
    End,

    /// <summary>A comma and the like: it ends the reach of a negation.</summary>
    Pause,
}
