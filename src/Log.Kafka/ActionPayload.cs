using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Log.Kafka;

/// <summary>A message or an offer as it is in the actions topic. Members are added, never renamed or removed.</summary>
public sealed record ActionPayload
{
    /// <summary>Never changes; the same action may come twice with it.</summary>
    public required string Id { get; init; }

    /// <summary>message, offer.</summary>
    public required string Kind { get; init; }

    public required string Tenant { get; init; }

    public required string Customer { get; init; }

    /// <summary>email, sms, push, ...; null where the policy names none.</summary>
    public string? Channel { get; init; }

    public required string Policy { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>service, marketing.</summary>
    public required string Category { get; init; }

    /// <summary>The journey instance that it is about: the journey, and its run's key.</summary>
    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Not to be delivered after this.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>By name: subject, text; of an offer also offer, amount, currency, validUntil.</summary>
    public required IReadOnlyDictionary<string, string> Content { get; init; }

    internal static ActionPayload Of(OutboxItem item) => new()
    {
        Id = item.Action.Id,
        Kind = item.Action.Kind == ActionKind.Offer ? "offer" : "message",
        Tenant = item.Key.Tenant,
        Customer = item.Action.Customer.Value,
        Channel = item.Action.Channel,
        Policy = item.Action.Policy,
        PolicyVersion = item.Action.PolicyVersion,
        Category = PayloadJson.Name(item.Action.Category.ToString()),
        Journey = item.Action.Journey,
        Correlation = item.Action.Correlation,
        DecidedAt = item.Action.DecidedAt,
        ExpiresAt = item.Action.ExpiresAt,
        Content = item.Action.Content.ToDictionary(),
    };
}
