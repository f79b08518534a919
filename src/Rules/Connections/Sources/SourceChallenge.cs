namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>A question by which a system makes sure that the address is ours. Expressions are JMESPath over the request.</summary>
public sealed record SourceChallenge
{
    /// <summary>The request is the question.</summary>
    public required string When { get; init; }

    /// <summary>Where it carries a secret that was agreed on; null: it carries none.</summary>
    public string? Token { get; init; }

    /// <summary>The secret that <see cref="Token"/> has to be; null with it.</summary>
    public string? Secret { get; init; }

    /// <summary>What it wants to have back; null: an empty answer.</summary>
    public string? Answer { get; init; }

    /// <summary>The answer's text is signed: its HMAC-SHA256 under <see cref="SignedWith"/> in base64 takes its place.</summary>
    public string? SignedWith { get; init; }

    /// <summary>Text around the answer, with <c>{answer}</c>; null: the answer alone. JSON where it begins with a brace.</summary>
    public string? Wrap { get; init; }
}
