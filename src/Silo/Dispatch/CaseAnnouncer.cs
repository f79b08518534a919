using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// What an operator found out enters the log like everything else: each completed case becomes a touchpoint <c>case.completed</c>, at least
/// once, with an identity that the case gives it.
/// </summary>
internal sealed partial class CaseAnnouncer(
    ICaseStore cases, ITouchpointLog log, IDefinitions definitions, IShares shares, IOptions<DispatchOptions> options, TimeProvider clock, ILogger<CaseAnnouncer> logger)
    : Announcer<StoredCase>(log, definitions, shares, options, clock)
{
    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    protected override Task<ImmutableArray<StoredCase>> UnannouncedAsync(int max, CancellationToken cancellationToken) => cases.UnannouncedAsync(max, cancellationToken);

    protected override Task AnnouncedAsync(ImmutableArray<StoredCase> items, CancellationToken cancellationToken) =>
        cases.AnnouncedAsync([.. items.Select(c => c.Id)], cancellationToken);

    protected override CustomerKey KeyOf(StoredCase item) => item.Key;

    protected override IEnumerable<Touchpoint> TouchpointsOf(StoredCase item) => [TouchpointOf(item)];

    private Touchpoint TouchpointOf(StoredCase item) => new()
    {
        Identity = new(CompletedCases.Source, string.Create(CultureInfo.InvariantCulture, $"{item.Id}:{item.Version}")),
        Type = CompletedCases.Type,
        Customer = item.Key.Customer,
        At = item.CompletedAt ?? item.OpenedAt,
        Channel = CompletedCases.Channel,
        Attributes = AttributeSet.Of((List<NamedValue>)
        [
            new(CompletedCases.CaseAttribute, Scalar.Of(item.Id)),
            new(CompletedCases.DispositionAttribute, Scalar.Of(item.Disposition ?? "unresolved")),
            new(CompletedCases.QueueAttribute, Scalar.Of(item.Queue)),
            new(CompletedCases.PolicyAttribute, Scalar.Of(item.Policy)),
            .. InstanceOf(item.Journey, item.Correlation),
        ]),
    };

    [LoggerMessage(2321, LogLevel.Warning, "Completed cases could not be announced; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
