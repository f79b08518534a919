using System.Collections.Immutable;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
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
    IOutbox outbox, ITouchpointLog log, IDefinitions definitions, IShares shares, IOptions<DispatchOptions> options, TimeProvider clock, ILogger<FailureAnnouncer> logger) : RepeatedWork(clock)
{
    private const int BatchMax = 100;

    /// <summary>Of what a provider said, so much as a person reads.</summary>
    private const int ReasonLengthMax = 200;

    protected override TimeSpan Interval => options.Value.LookEvery;

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var share = shares.Current;
        var failed = (await outbox.UnannouncedFailuresAsync(BatchMax, cancellationToken)).RemoveAll(i => !share.Has(i.Key));
        if (failed.IsEmpty)
        {
            return;
        }

        await log.AppendAsync([.. failed.Select(Item)], cancellationToken);
        await outbox.FailuresAnnouncedAsync([.. failed.Select(i => i.Action.Id)], cancellationToken);
    }

    private LogItem Item(OutboxItem failed)
    {
        var action = failed.Action;
        var attributes = new List<NamedValue>
        {
            new(FailedDeliveries.ActionAttribute, Scalar.Of(action.Id)),
            new(FailedDeliveries.KindAttribute, FailedDeliveries.KindOf(action.Kind)),
            new(FailedDeliveries.PolicyAttribute, Scalar.Of(action.Policy)),
        };
        if (failed.LastError is { Length: > 0 } reason)
        {
            attributes.Add(new(FailedDeliveries.ReasonAttribute, Scalar.Of(Cut(reason))));
        }

        if (action is { Journey: { } journey, Correlation: { } correlation } && definitions.Current.Journey(journey)?.InstanceBy is { } by)
        {
            attributes.Add(new(by, Scalar.Of(correlation)));
        }

        var touchpoint = new Touchpoint
        {
            Identity = new(FailedDeliveries.Source, action.Id),
            Type = FailedDeliveries.Type,
            Customer = failed.Key.Customer,
            At = failed.StatusAt,
            Channel = action.Channel,
            Attributes = AttributeSet.Of(attributes),
        };
        return new LogItem { Customer = touchpoint.Customer, Source = FailedDeliveries.Source, Body = TouchpointJson.Write(touchpoint) };
    }

    private static string Cut(string reason) => reason.Length <= ReasonLengthMax ? reason
        : char.IsHighSurrogate(reason[ReasonLengthMax - 1]) ? reason[..(ReasonLengthMax - 1)] : reason[..ReasonLengthMax];

    [LoggerMessage(2322, LogLevel.Warning, "Failed deliveries could not be announced; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
