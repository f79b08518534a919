using System.Collections.Immutable;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>Disabled addresses in memory.</summary>
internal sealed class FakeEndpoints(TimeProvider clock) : IWebhookEndpoints
{
    private readonly Dictionary<string, DisabledEndpoint> _disabled = [];

    public List<AuditEntry> Entries { get; } = [];

    public Task<ImmutableArray<DisabledEndpoint>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<DisabledEndpoint>>([.. _disabled.Values]);

    public Task<DisabledEndpoint?> FindAsync(string url, CancellationToken cancellationToken) => Task.FromResult(_disabled.GetValueOrDefault(url));

    public Task<bool> DisableAsync(string url, string reason, AuditEntry entry, CancellationToken cancellationToken)
    {
        Entries.Add(entry);
        return Task.FromResult(_disabled.TryAdd(url, new DisabledEndpoint { Url = url, DisabledAt = clock.GetUtcNow(), Reason = reason }));
    }

    public Task<bool> EnableAsync(string url, AuditEntry entry, CancellationToken cancellationToken)
    {
        Entries.Add(entry);
        return Task.FromResult(_disabled.Remove(url));
    }
}
