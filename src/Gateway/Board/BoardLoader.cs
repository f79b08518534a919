using CxOrchestrator.Api.Board;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Live;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Board;

/// <summary>Brings the board from the store: all of it at the start and whenever changes were lost, and what was done for customers that come on it.</summary>
internal sealed partial class BoardLoader(
    LiveBoard board,
    IReadModel store,
    ICaseStore cases,
    CustomerCodec codec,
    IDefinitions definitions,
    TimeProvider clock,
    ILogger<BoardLoader> logger) : BackgroundService
{
    private const int PageMax = 500;
    private const int CompleteMax = 200;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Wakeup _wakeup = new();
    private int _reload = 1;

    /// <summary>Has the whole board read again.</summary>
    public void Reload()
    {
        Volatile.Write(ref _reload, 1);
        _wakeup.Raise();
    }

    /// <summary>Reads the whole board.</summary>
    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        var before = board.Sequences();
        var seen = new HashSet<CustomerKey>();
        board.BeginLoading();
        CustomerKey? after = null;
        while (true)
        {
            var page = await store.AtRiskAsync(after, PageMax, cancellationToken);
            foreach (var (key, _, customer) in page)
            {
                seen.Add(key);
                board.Load(key, codec.Decode(customer.State));
                after = key;
            }

            if (page.Length < PageMax)
            {
                break;
            }
        }

        board.EndLoading(seen, before);
    }

    /// <summary>Reads what was done for customers new on the board.</summary>
    internal async Task<bool> CompleteAsync(CancellationToken cancellationToken)
    {
        var keys = board.Incomplete(CompleteMax);
        foreach (var key in keys)
        {
            var action = (await store.ActionsAsync(new ActionQuery { Customer = key, Limit = 1 }, cancellationToken)).Items.FirstOrDefault();
            var open = (await cases.ListAsync(new CaseQuery { Customer = key, Limit = 1 }, cancellationToken)).Items.FirstOrDefault();
            board.Complete(
                key,
                action is null ? null : Doing(action),
                open is null or { Status: CaseStatus.Completed } ? null : new OpenCase(open.Id, Names<CaseStatus>.Of(open.Status), open.ClaimedBy));
        }

        return keys.Count > 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (Interlocked.Exchange(ref _reload, 0) == 1)
                {
                    await LoadAsync(stoppingToken);
                }

                if (!await CompleteAsync(stoppingToken))
                {
                    await _wakeup.WaitAsync(LookEvery, clock, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A store that is away comes back.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
                Volatile.Write(ref _reload, 1);
                await Task.Delay(RetryAfter, clock, CancellationToken.None);
            }
        }
    }

    private DoingView Doing(OutboxItem item) => new()
    {
        Action = item.Action.Id,
        Kind = Names<ActionKind>.Of(item.Action.Kind),
        Policy = item.Action.Policy,
        PolicyName = DecisionViews.PolicyName(item.Action.Policy, definitions.Current),
        Status = Names<ActionStatus>.Of(item.Status),
        ReasonText = DecisionViews.ReasonText(item.Reason, item.NextAt, item.Action.Channel),
        At = item.Action.DecidedAt,
    };

    [LoggerMessage(3121, LogLevel.Warning, "The board could not be read from the store; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
