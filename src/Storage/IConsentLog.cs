using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Storage;

/// <summary>What customers agreed to and refused, each with the touchpoint that said it. Kept longer than the history: it is the proof.</summary>
public interface IConsentLog
{
    /// <summary>The customer's statements, those stored last first.</summary>
    Task<Page<NumberedConsent>> ListAsync(CustomerKey key, string? cursor, int limit, CancellationToken cancellationToken);
}

/// <summary>A statement with its place in the log.</summary>
public sealed record NumberedConsent(long Number, StoredConsent Consent);
