namespace CxOrchestrator.Api.Identities;

/// <summary>Something that says who a customer is: an item of <c>GET /v1/customers/{customer}/identities</c>.</summary>
public sealed record IdentityView
{
    /// <summary>email, phone, crm, device, cookie, anonymous, a social network, or the system whose id it is.</summary>
    public required string Kind { get; init; }

    /// <summary>As it is compared: an e-mail address in small letters, a number in E.164.</summary>
    [Sensitive(SensitiveKind.Text)]
    public required string Value { get; init; }

    /// <summary>As it came first.</summary>
    [Sensitive(SensitiveKind.Text)]
    public required string Given { get; init; }

    /// <summary>
    /// links: it finds the customer, and links customers who have it in common; finds: it finds the customer and proves nothing; shared, junk, unreadable: it
    /// identifies nobody.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Why it identifies nobody, or only finds; null: it links.</summary>
    public string? Why { get; init; }

    /// <summary>How many customers have it; one more than the bound of shared ones stands for more.</summary>
    public required int Customers { get; init; }

    /// <summary>Of the touchpoint that had it first.</summary>
    public required string Source { get; init; }

    public required string TouchpointId { get; init; }

    /// <summary>By the touchpoints' own times.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Exact to a day.</summary>
    public required DateTimeOffset LastSeen { get; init; }
}
