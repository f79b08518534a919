using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>
/// One customer. Computes the next state, commits, then assigns: memory is never ahead of storage. After a commit whose outcome is
/// unknown the row is read again before anything else, and its positions tell what was taken.
/// </summary>
[GrainType("cx.customer"), PreferLocalPlacement]
internal sealed partial class CustomerGrain(
    ICustomerStore store,
    IDefinitions definitions,
    CustomerCodec codec,
    ICustomerEvents events,
    [FromKeyedServices(ClockKeys.Journey)] TimeProvider journeyClock,
    TimeProvider systemClock,
    IOptions<CustomerGrainOptions> options,
    ILogger<CustomerGrain> logger) : Grain, ICustomerGrain
{
    private CustomerKey _key;
    private CustomerMemory? _memory;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = CustomerKey.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<CustomerState?> GetAsync(CancellationToken cancellationToken = default)
    {
        var memory = await MemoryAsync(cancellationToken);
        return memory.Version == 0 ? null : memory.State;
    }

    public async Task FireAsync(DateTimeOffset upTo, CancellationToken cancellationToken = default)
    {
        var memory = await MemoryAsync(cancellationToken);
        var turn = new CustomerTurn(_key, memory, definitions.Current, journeyClock.GetUtcNow());
        turn.Fire(upTo);

        // Also where nothing was due: the row said otherwise, and is put right.
        await CommitAsync(turn, rewriteTimer: true, cancellationToken);
    }

    private async Task<CustomerMemory> MemoryAsync(CancellationToken cancellationToken)
    {
        if (_memory is null)
        {
            var stored = await store.LoadAsync(_key, cancellationToken);
            _memory = stored is null
                ? CustomerMemory.New(_key.Customer)
                : CustomerMemory.Of(stored, codec.Decode(stored.State));
        }

        return _memory;
    }

    private async Task<CommitResult> CommitAsync(CustomerTurn turn, bool rewriteTimer, CancellationToken cancellationToken)
    {
        var commit = turn.ToCommit(codec, rewriteTimer, systemClock.GetUtcNow() + options.Value.TimerSettle, LogTooLarge);
        var result = await WriteAsync(commit, cancellationToken);
        switch (result)
        {
            case CommitResult.Committed:
                _memory = turn.Committed(commit);
                Publish(turn, commit);
                return result;
            case CommitResult.Conflict:
                // Another activation wrote the row: this one is out of date and goes.
                _memory = null;
                DeactivateOnIdle();
                throw new CustomerConflictException(_key.ToString());
            default:
                return result;
        }
    }

    private async Task<CommitResult> WriteAsync(CustomerCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            return await store.CommitAsync(commit, cancellationToken);
        }
        catch
        {
            // Stored or not: only the row knows.
            _memory = null;
            throw;
        }
    }

    private void Publish(CustomerTurn turn, CustomerCommit commit)
    {
        events.Changed(new Contracts.Live.CustomerChange { Tenant = _key.Tenant, State = turn.State, AtRisk = turn.AtRisk });
        foreach (var change in turn.ActionChanges())
        {
            events.Changed(change);
        }

        if (!commit.Actions.IsEmpty)
        {
            events.ActionsDecided(_key, [.. commit.Actions.Select(a => a.Id)]);
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "A customer's state takes {Bytes} bytes, more than the bound")]
    private static partial void LogTooLarge(ILogger logger, int bytes);

    private void LogTooLarge(int bytes) => LogTooLarge(logger, bytes);
}

/// <summary>The customer's row was written by another activation; calling again reaches the right one.</summary>
[GenerateSerializer, Alias("cx.customer-conflict")]
public sealed class CustomerConflictException(string key) : Exception($"The row of {key} was written by somebody else.");
