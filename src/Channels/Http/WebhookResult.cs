using System.Collections.Immutable;
using CxOrchestrator.Channels.Delivery;

namespace CxOrchestrator.Channels.Http;

/// <summary>What a webhook's request came to.</summary>
public sealed record WebhookResult
{
    /// <summary>Why it is refused, in a sentence without personal data or secrets; null: it is genuine.</summary>
    public string? Refusal { get; init; }

    public ImmutableArray<DeliveryReport> Reports { get; init; } = [];

    /// <summary>Events that the document gives no step, such as "processed".</summary>
    public int Skipped { get; init; }

    /// <summary>Their words for what happened, each once, the first of them; an event without one has the empty word.</summary>
    public ImmutableArray<string> SkippedWords { get; init; } = [];

    /// <summary>Events that say of no message, or that could not be read.</summary>
    public int Unreadable { get; init; }

    /// <summary>An address to be called once by GET, by which the webhook is confirmed; null: none.</summary>
    public Uri? Confirm { get; init; }

    /// <summary>A text to be answered with, as <c>text/plain</c>, by which the webhook is confirmed; null: none.</summary>
    public string? Challenge { get; init; }

    /// <summary>A certificate of Amazon SNS that has to be fetched before the request can be verified; null: none.</summary>
    public Uri? Certificate { get; init; }

    public static WebhookResult Refused(string reason) => new() { Refusal = reason };
}
