using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Content;

/// <summary>A message as its policy decided it: its fields are filled in, its links lead where the author wrote.</summary>
public sealed record MessageDraft
{
    /// <summary>Id of the action.</summary>
    public required string Action { get; init; }

    public required CustomerKey Customer { get; init; }

    public required string Channel { get; init; }

    public required PolicyCategory Category { get; init; }

    public required string Policy { get; init; }

    public string? Variant { get; init; }

    public string? Subject { get; init; }

    /// <summary>Plain text or HTML, as <see cref="IsHtml"/> says.</summary>
    public required string Body { get; init; }

    public bool IsHtml { get; init; }

    /// <summary>Where a click on the message leads; null: nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>By the journey's clock: from then on links to forms are valid.</summary>
    public DateTimeOffset DecidedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>It is a test: nothing is recorded of what comes of its links.</summary>
    public bool Test { get; init; }

    /// <summary>Nothing of it is tracked: the customer refused (consent <c>tracking</c>), or it is a test.</summary>
    public bool Untracked { get; init; }
}
