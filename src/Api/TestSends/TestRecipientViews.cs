using System.Text.Json;

namespace CxOrchestrator.Api.TestSends;

/// <summary><c>GET /v1/test-recipients</c>.</summary>
public sealed record TestRecipientsView
{
    public required IReadOnlyList<TestRecipientView> Recipients { get; init; }

    /// <summary>Most test recipients that one account may mark.</summary>
    public required int PerAccountMax { get; init; }

    /// <summary>Most messages and offers that one account may send as tests in a day (UTC).</summary>
    public required int PerDayMax { get; init; }

    /// <summary>How many of these the account that asks has left today.</summary>
    public required int LeftToday { get; init; }
}

/// <summary>A customer that drafts may be sent to once a second person has confirmed it.</summary>
public sealed record TestRecipientView
{
    public required string Customer { get; init; }

    /// <summary>It is the customer of the account that asks.</summary>
    public required bool Mine { get; init; }

    /// <summary>Account whose own customer it is; null: a test customer for all.</summary>
    public string? Account { get; init; }

    public required string MarkedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset MarkedAt { get; init; }

    /// <summary>The second person; null: nothing is sent to the customer yet.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The account that asks may confirm it: somebody else marked it.</summary>
    public required bool Confirmable { get; init; }
}

/// <summary>Body of <c>PUT /v1/test-recipients/{customer}</c>.</summary>
public sealed record MarkRecipient
{
    /// <summary>It is the customer of the account that asks; false: a test customer for all.</summary>
    public bool Mine { get; init; }
}

/// <summary>Body of <c>POST /v1/test-customers</c>: a customer that exists only for tests.</summary>
public sealed record NewTestCustomer
{
    /// <summary>A new id.</summary>
    public required string Customer { get; init; }

    /// <summary>It is the customer of the account that asks; false: a test customer for all.</summary>
    public bool Mine { get; init; }

    /// <summary>What is known of it, as in a touchpoint <c>customer.updated</c>: name, language, timeZone, email and others.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Attributes { get; init; }
}
