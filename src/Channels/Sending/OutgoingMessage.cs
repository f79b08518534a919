using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Sending;

/// <summary>A message or an offer as it leaves: everything is filled in, links are final.</summary>
public sealed record OutgoingMessage
{
    /// <summary>Id of the action; the idempotency key.</summary>
    public required string Id { get; init; }

    /// <summary>As in the policy: <c>email</c>, <c>sms</c>, <c>push</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>An e-mail address, a number in E.164, a token, or what else the channel addresses.</summary>
    public required string To { get; init; }

    /// <summary>Name of the customer, where it is known.</summary>
    public string? ToName { get; init; }

    /// <summary>E-mail: address of the queue that replies go to; null: where the connection says.</summary>
    public string? ReplyTo { get; init; }

    public required string Customer { get; init; }

    public required PolicyCategory Category { get; init; }

    public string? Subject { get; init; }

    /// <summary>Plain text; also where there is HTML.</summary>
    public required string Text { get; init; }

    public string? Html { get; init; }

    /// <summary>BCP 47; null: unknown.</summary>
    public string? Language { get; init; }

    /// <summary>Where one POST unsubscribes (RFC 8058); null: the message offers none.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>The policy's, for tags and statistics of providers.</summary>
    public required string Policy { get; init; }

    /// <summary>Where a click leads, an http or https address; null: nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>What the link's button says; null: the app's own word.</summary>
    public string? LinkText { get; init; }

    /// <summary>An image's https address; null: there is none.</summary>
    public string? Image { get; init; }

    /// <summary>Template that the provider keeps, to be sent in place of the text; null: the text is sent.</summary>
    public string? Template { get; init; }

    /// <summary>As the provider names it; null: not stated.</summary>
    public string? TemplateLanguage { get; init; }

    /// <summary>Named values beside the text: parameters of the template in their order, or what an offer gives.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Values { get; init; } = [];
}
