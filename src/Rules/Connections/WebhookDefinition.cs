using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections;

/// <summary>
/// How delivery reports are verified and read. <see cref="Events"/> is JMESPath over <c>method</c>, <c>headers</c>, <c>query</c>, <c>body</c> and
/// <c>form</c>; every other expression is over one of the events.
/// </summary>
public sealed record WebhookDefinition
{
    /// <summary>Steps that a report can name.</summary>
    public static readonly ImmutableArray<string> AllSteps =
        ["accepted", "delivered", "opened", "clicked", "replied", "bounced", "complained", "unsubscribed", "failed", "expired"];

    /// <summary>All of them have to hold; at least one.</summary>
    public required ImmutableArray<WebhookCheck> Checks { get; init; }

    /// <summary>Null: the provider does not ask.</summary>
    public WebhookChallenge? Challenge { get; init; }

    /// <summary>The events: a list, or a single one.</summary>
    public required string Events { get; init; }

    /// <summary>The event's own id; null: made from its content, so that the same event has the same id.</summary>
    public string? Id { get; init; }

    /// <summary>When it happened: ISO 8601, or seconds or milliseconds since 1970; null: when it arrives.</summary>
    public string? At { get; init; }

    /// <summary>The provider's word for what happened.</summary>
    public required string Type { get; init; }

    /// <summary>The action's id, where a message carries it there and back.</summary>
    public string? Action { get; init; }

    /// <summary>The provider's id of the message.</summary>
    public string? Message { get; init; }

    public string? Reason { get; init; }

    /// <summary>A bounce is for good.</summary>
    public string? Permanent { get; init; }

    public string? Address { get; init; }

    public string? Url { get; init; }

    public string? Text { get; init; }

    /// <summary>A program opened or clicked, not a person.</summary>
    public string? Automated { get; init; }

    /// <summary>Steps by the provider's word; an event with another word is skipped.</summary>
    public required FrozenDictionary<string, string> Steps { get; init; }
}
