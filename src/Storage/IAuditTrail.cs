namespace CxOrchestrator.Storage;

/// <summary>The audit trail: entries are added and read, never changed or removed.</summary>
public interface IAuditTrail
{
    /// <summary>Stores the entry with its number and the time.</summary>
    Task<AuditEntry> AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Page<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken);
}

/// <summary>Which entries; null: all.</summary>
public sealed record AuditQuery
{
    public string? By { get; init; }

    public string? Action { get; init; }

    public string? Kind { get; init; }

    public string? Id { get; init; }

    /// <summary>At this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    public string? Cursor { get; init; }

    public int Limit { get; init; } = 50;
}
