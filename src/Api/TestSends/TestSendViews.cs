using CxOrchestrator.Api.Definitions;

namespace CxOrchestrator.Api.TestSends;

/// <summary><c>GET /v1/test-recipients</c>.</summary>
public sealed record TestRecipientsView
{
    public required IReadOnlyList<TestRecipientView> Recipients { get; init; }
}

/// <summary>A customer that drafts may be sent to.</summary>
public sealed record TestRecipientView
{
    public required string Customer { get; init; }

    /// <summary>It is the customer of whoever asks.</summary>
    public required bool Mine { get; init; }

    /// <summary>Account whose own customer it is; null: a test customer for all.</summary>
    public string? Account { get; init; }

    public required string MarkedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset MarkedAt { get; init; }
}

/// <summary>Body of <c>PUT /v1/test-recipients/{customer}</c>.</summary>
public sealed record MarkRecipient
{
    /// <summary>It is the customer of whoever asks; false: a test customer for all.</summary>
    public bool Mine { get; init; }
}

/// <summary>Body of <c>POST /v1/test-sends</c>.</summary>
public sealed record TestSendRequest
{
    /// <summary>Id of the policy.</summary>
    public required string Id { get; init; }

    /// <summary>Its document in YAML, as it is drafted; null: as it is in force.</summary>
    public string? Text { get; init; }

    /// <summary>Test recipients, at most 20; null: those of whoever asks.</summary>
    public IReadOnlyList<string>? Customers { get; init; }
}

/// <summary>What a test sent.</summary>
public sealed record TestSendView
{
    /// <summary>What is wrong with the text; nothing was sent then.</summary>
    public required IReadOnlyList<DocumentProblem> Problems { get; init; }

    public required IReadOnlyList<TestSentView> Sent { get; init; }

    /// <summary>Kinds of the policy's actions that a test does not do: callback, webhook, wait, ...</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }
}

/// <summary>One message or offer of a test.</summary>
public sealed record TestSentView
{
    public required string Customer { get; init; }

    /// <summary>Id of the action; <c>GET /v1/actions</c> says what became of it.</summary>
    public required string Action { get; init; }

    /// <summary>message or offer.</summary>
    public required string Kind { get; init; }

    public required string Channel { get; init; }
}
