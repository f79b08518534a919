using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage;

/// <summary>A store with its log, as the silo registers them. An implementation adds how it is opened and what it leaves behind.</summary>
public abstract class StoreUnderTest : IAsyncDisposable
{
    public WatchedClock JourneyClock { get; } = new(Make.Start);

    /// <summary>Far from the journey's: what mixes them up is seen.</summary>
    public WatchedClock Clock { get; } = new(Make.Start.AddYears(1));

    /// <summary>Services of the store that is open now.</summary>
    public abstract IServiceProvider Services { get; }

    public ICustomerStore Customers => Services.GetRequiredService<ICustomerStore>();

    public IOutbox Outbox => Services.GetRequiredService<IOutbox>();

    public ISendingSwitch Sending => Services.GetRequiredService<ISendingSwitch>();

    public IGuardSwitches Guards => Services.GetRequiredService<IGuardSwitches>();

    public ICaseStore Cases => Services.GetRequiredService<ICaseStore>();

    public IDeadLetters DeadLetters => Services.GetRequiredService<IDeadLetters>();

    public ITimerStore Timers => Services.GetRequiredService<ITimerStore>();

    public IDefinitionStore Definitions => Services.GetRequiredService<IDefinitionStore>();

    public ILifeStore Life => Services.GetRequiredService<ILifeStore>();

    public IAuditTrail Audit => Services.GetRequiredService<IAuditTrail>();

    public IAccountStore Accounts => Services.GetRequiredService<IAccountStore>();

    public IProtectionKeys Keys => Services.GetRequiredService<IProtectionKeys>();

    public IPolicyFigures Figures => Services.GetRequiredService<IPolicyFigures>();

    public IRecordedHistory Recorded => Services.GetRequiredService<IRecordedHistory>();

    public IEventCatalogue Catalogue => Services.GetRequiredService<IEventCatalogue>();

    public ICodePools Codes => Services.GetRequiredService<ICodePools>();

    public IScheduleStore Schedules => Services.GetRequiredService<IScheduleStore>();

    public ITestRecipients Recipients => Services.GetRequiredService<ITestRecipients>();

    public IApiKeyStore ApiKeys => Services.GetRequiredService<IApiKeyStore>();

    public ISignInTries Tries => Services.GetRequiredService<ISignInTries>();

    public IWarningSearchStore WarningSearches => Services.GetRequiredService<IWarningSearchStore>();

    public IBacktestStore Backtests => Services.GetRequiredService<IBacktestStore>();

    public IIdentityStore Identities => Services.GetRequiredService<IIdentityStore>();

    public IIdentityLinks Links => Services.GetRequiredService<IIdentityLinks>();

    public ITouchpointCustomers Found => Services.GetRequiredService<ITouchpointCustomers>();

    public IReadModel Read => Services.GetRequiredService<IReadModel>();

    public ITouchpointLog Log => Services.GetRequiredService<ITouchpointLog>();

    public ITouchpointSource Source => Services.GetRequiredService<ITouchpointSource>();

    /// <summary>Closes it and opens it again with what it stored.</summary>
    public abstract Task ReopenAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>A commit on top of the row as it is.</summary>
    internal async Task<CommitResult> CommitAsync(string customer, Func<CustomerCommit, CustomerCommit>? change = null)
    {
        var key = Some.Key(customer);
        var row = await Customers.LoadAsync(key, CancellationToken.None);
        var commit = new CustomerCommit { Key = key, ExpectedVersion = row?.Version ?? 0, State = Some.Utf8($"state {row?.Version ?? 0}"), Positions = row?.Positions ?? [] };
        return await Customers.CommitAsync(change?.Invoke(commit) ?? commit, CancellationToken.None);
    }

    internal Task<CommitResult> DecideAsync(params DecidedAction[] actions) => CommitAsync(actions[0].Customer.Value, c => c with { Actions = [.. actions] });

    internal async Task<CommitResult> AnswerAsync(string customer, params AdmissionAnswer[] answers)
    {
        var (_, version) = await Customers.LoadFactsAsync(Some.Key(customer), CancellationToken.None);
        return await CommitAsync(customer, c => c with { Answers = [.. answers], FactsVersion = version });
    }

    /// <summary>Decided and admitted: ready to be sent.</summary>
    internal async Task AdmitAsync(params DecidedAction[] actions)
    {
        await DecideAsync(actions);
        Assert.Equal(CommitResult.Committed, await AnswerAsync(actions[0].Customer.Value, [.. actions.Select(a => Some.Answer(a.Id))]));
    }

    internal async Task<OutboxItem> ActionAsync(string id) =>
        await Read.ActionAsync(id, CancellationToken.None) ?? throw new InvalidOperationException($"No action {id} in the outbox.");

    /// <summary>A case that a delivered callback opened.</summary>
    internal async Task OpenCaseAsync(string id, NewCase? opened = null)
    {
        opened ??= Some.Case();
        await AdmitAsync(Some.Action(id, opened.Key.Customer.Value, ActionKind.Callback));
        await Outbox.LeaseAsync("me", Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1000, CancellationToken.None);
        await Outbox.CompleteAsync("me", [Some.Delivered(id, opened)], CancellationToken.None);
    }

    internal async Task<LedgerLine> LedgerAsync(string source = "shop") =>
        (await Read.LedgerAsync(CancellationToken.None)).Sources.Single(l => l.Source == source);
}
