using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>
/// One customer in memory; its calls come one after the other. Computes the next state, commits, then assigns: memory is never ahead of
/// storage. After a commit whose outcome is unknown the row is read again before anything else, and its positions tell what was taken.
/// </summary>
/// <param name="conflicted">Called where another one wrote the row: this one is out of date and has to go.</param>
/// <param name="identities">Notices identities that are used for two customers; null: they are not looked for.</param>
/// <param name="erasures">Null: no customer is erased here.</param>
/// <param name="reader">Null: no identities of customers are kept here.</param>
/// <param name="texts">Reads what customers write; null: texts stay without sentiment.</param>
/// <param name="merges">Null: no customer is merged here.</param>
internal sealed partial class LiveCustomer(
    CustomerKey key,
    ICustomerStore store,
    IDefinitions definitions,
    CustomerCodec codec,
    ICustomerEvents events,
    TimeProvider journeyClock,
    TimeProvider systemClock,
    CustomerGrainOptions options,
    ILogger logger,
    Action conflicted,
    IdentityWatch? identities = null,
    ICustomerErasures? erasures = null,
    IIdentityReader? reader = null,
    ITextReader? texts = null,
    ICustomerMergeStore? merges = null)
{
    private CustomerMemory? _memory;

    public async Task<CustomerState?> GetAsync(CancellationToken cancellationToken)
    {
        var memory = await MemoryAsync(cancellationToken);
        return memory.Version == 0 ? null : memory.State;
    }

    public async Task FireAsync(DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        var memory = await MemoryAsync(cancellationToken);
        if (memory.IsGone || memory.MergedInto is not null)
        {
            return;
        }

        var turn = new CustomerTurn(key, memory, definitions.Current, journeyClock.GetUtcNow());
        Fire(turn, upTo);

        // Also where nothing was due: the row said otherwise, and is put right.
        await CommitAsync(turn, rewriteTimer: true, cancellationToken);
    }

    private async Task<CustomerMemory> MemoryAsync(CancellationToken cancellationToken)
    {
        if (_memory is null or { MergedInto: not null })
        {
            var stored = await store.LoadAsync(key, cancellationToken);
            _memory = stored switch
            {
                null => CustomerMemory.New(key.Customer),
                { Version: 0, Erased: { } mark } => CustomerMemory.Gone(key.Customer, mark),
                _ => CustomerMemory.Of(stored, codec.Decode(stored.State)),
            };
        }

        return _memory;
    }

    private async Task<CommitResult> CommitAsync(CustomerTurn turn, bool rewriteTimer, CancellationToken cancellationToken)
    {
        foreach (var fault in turn.Faults)
        {
            events.Faulted(turn.Definitions, fault);
        }

        var commit = turn.ToCommit(codec, rewriteTimer, systemClock.GetUtcNow() + options.TimerSettle, LogTooLarge);
        var result = await WriteAsync(commit, cancellationToken);
        switch (result)
        {
            case CommitResult.Committed:
                _memory = turn.Committed(commit);
                KeepIdentities(commit.Identities);
                Publish(turn, commit);
                return result;
            case CommitResult.Conflict:
                _memory = null;
                conflicted();
                throw new CustomerConflictException();
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
        events.Changed(new Contracts.Live.CustomerChange { Tenant = key.Tenant, State = turn.State, AtRisk = turn.AtRisk });
        foreach (var change in turn.ActionChanges())
        {
            events.Changed(change);
        }

        foreach (var (policy, most) in turn.Overruns)
        {
            events.PolicyOverran(policy, most);
        }

        if (!commit.Actions.IsEmpty)
        {
            events.ActionsDecided(key, [.. commit.Actions.Select(a => a.Id)]);
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "A customer's state takes {Bytes} bytes, more than the bound")]
    private static partial void LogTooLarge(ILogger logger, int bytes);

    private void LogTooLarge(int bytes) => LogTooLarge(logger, bytes);
}
