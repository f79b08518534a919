using System.Collections.Immutable;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>States of connections in memory; rates as the stores count them.</summary>
internal sealed class FakeStates(TimeProvider clock) : IConnectionStates, IConnectionSecrets
{
    private readonly Dictionary<string, ConnectionState> _states = [];
    private readonly Dictionary<string, DateTimeOffset> _due = [];

    public Task<ImmutableArray<ConnectionState>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<ConnectionState>>([.. _states.Values]);

    public Task<bool> SetPausedAsync(string connection, bool paused, AuditEntry entry, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Pause(string connection, bool paused) => _states[connection] = Of(connection) with { Paused = paused };

    public ConnectionState Of(string connection) => _states.GetValueOrDefault(connection) ?? new ConnectionState { Connection = connection };

    public Task NoteAsync(string connection, string? problem, CancellationToken cancellationToken)
    {
        _states[connection] = Of(connection) with { LastError = problem };
        return Task.CompletedTask;
    }

    public Task<int> TakeAsync(string connection, int wanted, int perSecond, CancellationToken cancellationToken)
    {
        var (granted, due) = SendRate.Take(_due.GetValueOrDefault(connection), clock.GetUtcNow(), wanted, perSecond);
        _due[connection] = due;
        return Task.FromResult(granted);
    }

    Task<ImmutableArray<ConnectionSecret>> IConnectionSecrets.ListAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<ConnectionSecret>>([]);

    public Task<bool> SetAsync(ConnectionSecret secret, AuditEntry entry, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RemoveAsync(string connection, string name, AuditEntry entry, CancellationToken cancellationToken) => throw new NotSupportedException();
}
