namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A key with which a company's own servers sign who a customer is.</summary>
public sealed record InAppKey
{
    /// <summary>The <c>kid</c> of tokens.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Encrypted before it comes here.</summary>
    public required string Secret { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
