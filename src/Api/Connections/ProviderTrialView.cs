namespace CxOrchestrator.Api.Connections;

/// <summary>What a provider document does: answer of <c>POST /v1/providers/try</c>.</summary>
public sealed record ProviderTrialView
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>What a connection states.</summary>
    public required IReadOnlyList<ConnectionFieldView> Settings { get; init; }

    public required TrialRequestView Request { get; init; }

    /// <summary>Null: no answer was given.</summary>
    public TrialAnswerView? Answer { get; init; }

    /// <summary>Null: no request to the webhook was given.</summary>
    public TrialWebhookView? Webhook { get; init; }
}

/// <summary>The request that sends the message, its secrets hidden. Signatures and tokens are made when a message is sent.</summary>
public sealed record TrialRequestView
{
    /// <summary>Why there is none; null: there is one.</summary>
    public string? Problem { get; init; }

    public required string Method { get; init; }

    public required string Url { get; init; }

    /// <summary>In their order.</summary>
    public required IReadOnlyList<TrialHeaderView> Headers { get; init; }

    public string? ContentType { get; init; }

    public string? Body { get; init; }
}

public sealed record TrialHeaderView(string Name, string Value);

/// <summary>What the recorded answer means.</summary>
public sealed record TrialAnswerView
{
    /// <summary>accepted, retry, never, uncertain.</summary>
    public required string Verdict { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Meaning { get; init; }

    /// <summary>The provider's id of the message.</summary>
    public string? ProviderId { get; init; }

    /// <summary>What it says, for people.</summary>
    public string? Text { get; init; }

    /// <summary>Seconds until the next attempt, where the answer says so.</summary>
    public double? RetryAfterSeconds { get; init; }

    public required bool ConnectionFault { get; init; }

    public required bool AddressFault { get; init; }
}

/// <summary>What the recorded request to the webhook reports.</summary>
public sealed record TrialWebhookView
{
    /// <summary>Why nothing of it can be read; null: it can.</summary>
    public string? Problem { get; init; }

    public required IReadOnlyList<TrialReportView> Reports { get; init; }

    /// <summary>Events whose word has no step.</summary>
    public required int Skipped { get; init; }

    /// <summary>Their words, each once, at most 20.</summary>
    public required IReadOnlyList<string> SkippedWords { get; init; }

    /// <summary>Events that name no message, action or address.</summary>
    public required int Unreadable { get; init; }

    /// <summary>It asks to confirm the webhook, which would be answered.</summary>
    public required bool Confirms { get; init; }
}

/// <summary>An event as the document reads it.</summary>
public sealed record TrialReportView
{
    public required string Step { get; init; }

    public required string EventId { get; init; }

    public string? Action { get; init; }

    /// <summary>The provider's id of the message.</summary>
    public string? ProviderId { get; init; }

    public DateTimeOffset? At { get; init; }

    public string? Reason { get; init; }

    public required bool Permanent { get; init; }

    public string? Address { get; init; }

    public string? Url { get; init; }

    public string? Text { get; init; }

    /// <summary>By a program, not a person.</summary>
    public required bool Automated { get; init; }
}
