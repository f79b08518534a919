namespace CxOrchestrator.Rules.Connections;

/// <summary>
/// What an answer means: JMESPath over <c>status</c>, <c>headers</c> and <c>body</c>. Asked in the order accepted, retry, never; what none of
/// them says is final, save a status from 500 on, which leaves it open whether the provider took the message.
/// </summary>
public sealed record AnswerDefinition
{
    public required string Accepted { get; init; }

    /// <summary>Null: 429 and 503.</summary>
    public string? Retry { get; init; }

    public string? Never { get; init; }

    /// <summary>The connection is at fault, not the message; null: 401 and 403.</summary>
    public string? Fault { get; init; }

    /// <summary>Nobody is at the address: it will never take this message, nor another one to it. Null: it does not say.</summary>
    public string? AddressFault { get; init; }

    /// <summary>The provider's id of the message.</summary>
    public string? Id { get; init; }

    /// <summary>What it says, for people.</summary>
    public string? Text { get; init; }
}
