using CxOrchestrator.Definitions.Providers;

namespace CxOrchestrator.Channels.Http;

/// <summary>What came of asking another system.</summary>
public sealed record AskedAnswer
{
    /// <summary>Why there is no answer to go by, without a full stop; null: there is one.</summary>
    public string? Problem { get; init; }

    /// <summary>Status of the answer; zero: none came.</summary>
    public int Status { get; init; }

    /// <summary>How long the system asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The answer for expressions; null with a problem.</summary>
    public QueryDocument? Document { get; init; }

    /// <summary>The answer as if it had been delivered: its headers and body, and the address that was asked. Null with a problem.</summary>
    public WebhookRequest? Request { get; init; }

    internal static AskedAnswer Failed(string problem) => new() { Problem = problem };
}
