using System.Collections.Immutable;
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
/// Tells customers' waits and policies of what did not arrive: each message and offer that is dead becomes a touchpoint <c>delivery.failed</c>, at
/// least once, with the identity of the action.
/// </summary>
internal sealed partial class FailureAnnouncer(
    IOutbox outbox, ITouchpointLog log, IDefinitions definitions, IShares shares, IOptions<DispatchOptions> options, TimeProvider clock, ILogger<FailureAnnouncer> logger)
    : Announcer<OutboxItem>(log, definitions, shares, options, clock)
{
    /// <summary>Longest part of a provider's answer that is announced, in characters: as much as a person reads.</summary>
    private const int ReasonLengthMax = 200;

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    protected override Task<ImmutableArray<OutboxItem>> UnannouncedAsync(int max, CancellationToken cancellationToken) => outbox.UnannouncedFailuresAsync(max, cancellationToken);

    protected override Task AnnouncedAsync(ImmutableArray<OutboxItem> items, CancellationToken cancellationToken) =>
        outbox.FailuresAnnouncedAsync([.. items.Select(i => i.Action.Id)], cancellationToken);

    protected override CustomerKey KeyOf(OutboxItem item) => item.Key;

    protected override IEnumerable<Touchpoint> TouchpointsOf(OutboxItem item) => [TouchpointOf(item)];

    private Touchpoint TouchpointOf(OutboxItem item)
    {
        var action = item.Action;
        var attributes = new List<NamedValue>
        {
            new(FailedDeliveries.ActionAttribute, Scalar.Of(action.Id)),
            new(FailedDeliveries.KindAttribute, FailedDeliveries.KindOf(action.Kind)),
            new(FailedDeliveries.PolicyAttribute, Scalar.Of(action.Policy)),
        };
        if (item.LastError is { Length: > 0 } reason)
        {
            attributes.Add(new(FailedDeliveries.ReasonAttribute, Scalar.Of(Cut(reason))));
        }

        attributes.AddRange(InstanceOf(action.Journey, action.Correlation));
        return new Touchpoint
        {
            Identity = new(FailedDeliveries.Source, action.Id),
            Type = FailedDeliveries.Type,
            Customer = item.Key.Customer,
            At = item.StatusAt,
            Channel = action.Channel,
            Attributes = AttributeSet.Of(attributes),
        };
    }

    private static string Cut(string reason) => reason.Length <= ReasonLengthMax ? reason
        : char.IsHighSurrogate(reason[ReasonLengthMax - 1]) ? reason[..(ReasonLengthMax - 1)] : reason[..ReasonLengthMax];

    [LoggerMessage(2322, LogLevel.Warning, "Failed deliveries could not be announced; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
