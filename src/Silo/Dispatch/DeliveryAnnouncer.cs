using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Puts what became of messages into the log: each step is a touchpoint <c>message.*</c>, and one that says the channel does not reach the customer, or that
/// they want no more, is followed by the touchpoint that closes the channel. Test sends have none: nothing was done for the customer.
/// </summary>
internal sealed partial class DeliveryAnnouncer(
    IDeliveries deliveries, ITouchpointLog log, IDefinitions definitions, IShares shares, IOptions<DispatchOptions> options, TimeProvider clock, ILogger<DeliveryAnnouncer> logger)
    : Announcer<(StoredStep Step, OutboxItem Item)>(log, definitions, shares, options, clock)
{
    /// <summary>Longest text of a reason, a link or a reply that is announced, in characters.</summary>
    private const int TextLengthMax = 500;

    /// <summary>Messages are many: what a busy second leaves behind is announced before the next look.</summary>
    protected override int BatchMax => 1_000;

    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    protected override Task<ImmutableArray<(StoredStep Step, OutboxItem Item)>> UnannouncedAsync(int max, CancellationToken cancellationToken) =>
        deliveries.UnannouncedAsync(max, cancellationToken);

    protected override Task AnnouncedAsync(ImmutableArray<(StoredStep Step, OutboxItem Item)> items, CancellationToken cancellationToken) =>
        deliveries.AnnouncedAsync([.. items.Select(i => i.Step.Number)], cancellationToken);

    protected override CustomerKey KeyOf((StoredStep Step, OutboxItem Item) item) => item.Item.Key;

    protected override IEnumerable<Touchpoint> TouchpointsOf((StoredStep Step, OutboxItem Item) item)
    {
        if (item.Item.Action[ActionContent.Test] is not null)
        {
            yield break;
        }

        yield return StepOf(item.Step, item.Item);
        if (ChannelChanges.Of(item.Step.Reported, item.Item.Action.Channel) is var (type, reason))
        {
            yield return Closing(item.Step, item.Item, type, reason);
        }
    }

    private Touchpoint StepOf(StoredStep step, OutboxItem item)
    {
        var (action, reported) = (item.Action, step.Reported);
        var attributes = new List<NamedValue>
        {
            new(MessageSteps.ActionAttribute, Scalar.Of(action.Id)),
            new(MessageSteps.KindAttribute, FailedDeliveries.KindOf(action.Kind)),
            new(MessageSteps.PolicyAttribute, Scalar.Of(action.Policy)),
        };
        Add(MessageSteps.ConnectionAttribute, step.Connection);
        Add(MessageSteps.ReasonAttribute, reported.Reason);
        Add(MessageSteps.UrlAttribute, reported.Url);
        if (reported.Step == DeliveryStep.Bounced)
        {
            attributes.Add(new(MessageSteps.PermanentAttribute, Scalar.Of(reported.Permanent)));
        }

        attributes.AddRange(InstanceOf(action.Journey, action.Correlation));
        return new Touchpoint
        {
            Identity = new(MessageSteps.Source, IdOf(action.Id, reported)),
            Type = MessageSteps.Prefix + reported.Step.ToString().ToLowerInvariant(),
            Customer = item.Key.Customer,
            At = reported.At,
            Channel = action.Channel,
            Feedback = reported.Text is { Length: > 0 } text ? new Feedback { Text = Cut(text) } : null,
            Attributes = AttributeSet.Of(attributes),
        };

        void Add(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                attributes.Add(new(name, Scalar.Of(Cut(value))));
            }
        }
    }

    private Touchpoint Closing(StoredStep step, OutboxItem item, string type, string reason)
    {
        var attributes = new List<NamedValue>();
        if (reason.Length > 0)
        {
            attributes.Add(new("reason", Scalar.Of(Cut(reason))));
        }

        if (type == ChannelUpdates.Bounced && step.Address is { Length: > 0 } address && AttributeOf(step, item) is { } attribute)
        {
            attributes.Add(new(ChannelUpdates.AddressAttribute, Scalar.Of(address)));
            attributes.Add(new(ChannelUpdates.AddressInAttribute, Scalar.Of(attribute)));
        }

        return Closing(step, item, type, attributes);
    }

    // Null for a channel that is addressed by the customer's id: it has no other address.
    private string? AttributeOf(StoredStep step, OutboxItem item)
    {
        var connection = Published.Connections.FirstOrDefault(c => c.Id == (step.Connection ?? step.Reported.Reporter));
        return connection?.Address ?? ChannelAddresses.AttributeOf(item.Action.Channel!);
    }

    private static Touchpoint Closing(StoredStep step, OutboxItem item, string type, List<NamedValue> attributes) => new()
    {
        Identity = new(MessageSteps.Source, $"{IdOf(item.Action.Id, step.Reported)}:{type}"),
        Type = type,
        Customer = item.Key.Customer,
        At = step.Reported.At,
        Channel = item.Action.Channel,
        Attributes = AttributeSet.Of(attributes),
    };

    // A step that happens once has one id, no matter who reports it or how often; opens, clicks and replies can happen many times.
    private static string IdOf(string action, NewStep reported) => reported.Step switch
    {
        DeliveryStep.Opened or DeliveryStep.Clicked or DeliveryStep.Replied =>
            $"{action}:{reported.Step}:{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{reported.Reporter}\n{reported.EventId}")):x16}",

        // It may be refused for now, and later for good.
        DeliveryStep.Bounced when !reported.Permanent => $"{action}:{reported.Step}:temporary",
        _ => $"{action}:{reported.Step}",
    };

    private static string Cut(string text) => text.Length <= TextLengthMax ? text
        : char.IsHighSurrogate(text[TextLengthMax - 1]) ? text[..(TextLengthMax - 1)] : text[..TextLengthMax];

    [LoggerMessage(2323, LogLevel.Warning, "What became of messages could not be announced; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
