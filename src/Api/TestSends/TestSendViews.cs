using CxOrchestrator.Api.Definitions;

namespace CxOrchestrator.Api.TestSends;

/// <summary>Body of <c>POST /v1/test-sends</c>.</summary>
public sealed record TestSendRequest
{
    /// <summary>Id of the policy.</summary>
    public required string Id { get; init; }

    /// <summary>Its document in YAML, as it is drafted; null: the published version.</summary>
    public string? Text { get; init; }

    /// <summary>Confirmed test recipients, at most 20; null: those of the account that asks.</summary>
    public IReadOnlyList<string>? Customers { get; init; }
}

/// <summary>What was sent as a test.</summary>
public sealed record TestSendView
{
    /// <summary>What is wrong with the text; nothing was sent then.</summary>
    public required IReadOnlyList<DocumentProblem> Problems { get; init; }

    public required IReadOnlyList<TestSentView> Sent { get; init; }

    /// <summary>Messages and offers that were not sent, because of consent, a suppression or a failed template.</summary>
    public required IReadOnlyList<TestHeldView> Held { get; init; }

    /// <summary>Kinds of the policy's actions that a test send does not include: callback, webhook, wait, ...</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>How many messages and offers the account may still send today (UTC).</summary>
    public required int LeftToday { get; init; }
}

/// <summary>One message or offer that was sent as a test.</summary>
public sealed record TestSentView
{
    public required string Customer { get; init; }

    /// <summary>Id of the action; <c>GET /v1/actions?tests=true</c> says what became of it.</summary>
    public required string Action { get; init; }

    /// <summary>message or offer.</summary>
    public required string Kind { get; init; }

    public required string Channel { get; init; }
}

/// <summary>One message or offer that was not sent.</summary>
public sealed record TestHeldView
{
    public required string Customer { get; init; }

    /// <summary>message or offer.</summary>
    public required string Kind { get; init; }

    public required string Channel { get; init; }

    /// <summary>consent, channelSuppressed, customerSuppressed or templateFailed.</summary>
    public required string Reason { get; init; }

    public required string ReasonText { get; init; }
}
