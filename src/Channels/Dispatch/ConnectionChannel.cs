using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Channels.Dispatch;

/// <summary>
/// Sends messages and offers through the connections of their channel. One that may have left before is asked for at its provider, or sent again under
/// its key, or marked as unknown; it goes to no other connection.
/// </summary>
internal sealed class ConnectionChannel(
    ConnectionCatalog catalog,
    ConnectionHealth health,
    MessageMaker maker,
    IConnectionStates states,
    IDeliveries deliveries,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock) : IConnectedChannel
{
    /// <summary>How soon a message is looked at again whose connections are all paused or cannot send.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(15);

    /// <summary>How soon a connection is chosen again for a message whose connection turned out to be failing: another one may take it.</summary>
    private static readonly TimeSpan ChooseAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>How the rate of a channel is named among those of connections, whose ids never begin so.</summary>
    private const string ChannelPrefix = "$channel:";

    private const string KeepsFailing = "Its connection keeps failing and is paused for a moment.";

    private readonly ConcurrentDictionary<string, RateLine> _lines = new(StringComparer.Ordinal);

    public bool Takes(DecidedAction action) => action.Kind is ActionKind.Message or ActionKind.Offer && action.Channel is { } channel && catalog.Reaches(channel);

    public string HostOf(DecidedAction action) => action.Channel ?? "";

    public async Task<ImmutableArray<Leaving>> PlanAsync(ImmutableArray<OutboxItem> items, CancellationToken cancellationToken)
    {
        var connections = await catalog.CurrentAsync(cancellationToken);
        var plans = new Leaving[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            plans[i] = items[i].LeftBy is { } left ? new Leaving(left) : Choose(items[i], connections);
        }

        foreach (var rate in catalog.Rates)
        {
            await LimitAsync($"{ChannelPrefix}{rate.Channel}", rate.PerSecond, i => items[i].Action.Channel == rate.Channel, items, plans, cancellationToken);
        }

        foreach (var rated in connections.Where(c => c.Definition.RatePerSecond is not null).Select(c => c.Definition))
        {
            await LimitAsync(rated.Id, rated.RatePerSecond!.Value, i => plans[i].Connection == rated.Id, items, plans, cancellationToken);
        }

        return [.. plans];
    }

    public Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A connection is chosen first.");

    public async Task<ChannelResult> SendAsync(OutboxItem item, string connection, CancellationToken cancellationToken)
    {
        var live = await catalog.FindAsync(connection, cancellationToken);
        if (item.LeftBy is not null && await ResolveAsync(item, connection, live, cancellationToken) is { } known)
        {
            return known;
        }

        if (live?.Sender is not { } sender)
        {
            return new ChannelResult(ChannelOutcome.Later, live?.Problem ?? $"The connection '{connection}' is no longer published.", LookAgainAfter);
        }

        var (message, problem) = await maker.MakeAsync(item, live.Definition, cancellationToken);
        if (item.LeftBy is not null && journeyClock.GetUtcNow() > item.Action.ExpiresAt)
        {
            return Unknown(item, connection, message, "It expired before anybody could tell whether it was sent.");
        }

        if (message is null)
        {
            return new ChannelResult(ChannelOutcome.Never, problem);
        }

        if (await live.SendAsync(message, cancellationToken) is not { } answer)
        {
            return new ChannelResult(ChannelOutcome.Later, KeepsFailing, ChooseAgainAfter, Uncertain: item.LeftBy is not null);
        }

        await health.NoteAsync(live, answer, cancellationToken);
        return await ResultAsync(item, live, sender, message, answer);
    }

    private static Leaving Choose(OutboxItem item, IReadOnlyCollection<LiveConnection> connections)
    {
        var channel = ConnectionChoice.Order(connections.Where(c => c.Definition.Channel == item.Action.Channel), item.Action.Id);

        // A retry begins with the next one, because what failed there may work elsewhere; it is sent there only because it was not taken here. Those that
        // cannot send keep their places, so that another one's recovery does not lead back to the connection that just failed.
        for (var i = 0; i < channel.Length; i++)
        {
            if (channel[(item.Attempts + i) % channel.Length] is { CanSend: true } able)
            {
                return new Leaving(able.Definition.Id);
            }
        }

        var why = channel switch
        {
            [] => "Its connection is no longer published.",
            _ when channel.All(c => c.Paused) => "Its connection is paused.",
            _ => channel.Select(c => c.Problem).FirstOrDefault(p => p is not null) ?? KeepsFailing,
        };
        return new Leaving(null, new ChannelResult(ChannelOutcome.Later, why, LookAgainAfter));
    }

    private async Task LimitAsync(string id, int rate, Func<int, bool> concerns, ImmutableArray<OutboxItem> items, Leaving[] plans, CancellationToken cancellationToken)
    {
        var own = Enumerable.Range(0, items.Length).Where(i => plans[i].Connection is not null && concerns(i)).ToList();
        if (own.Count == 0)
        {
            return;
        }

        // A message that may have left already is asked for first, and takes its turn as if it were sent.
        var (line, now) = (_lines.GetOrAdd(id, static _ => new RateLine()), clock.GetUtcNow());
        var ordered = own.OrderBy(IsPromotion).ToList();
        var wanted = line.ServiceWaits(now) ? ordered.TakeWhile(i => !IsPromotion(i)).Count() : ordered.Count;
        var granted = wanted == 0 ? 0 : await states.TakeAsync(id, wanted, rate, cancellationToken);
        foreach (var late in ordered.Skip(granted))
        {
            plans[late] = new Leaving(null, new ChannelResult(ChannelOutcome.Later, null, line.PutOff(IsPromotion(late), now, rate)));
        }

        bool IsPromotion(int i) => items[i].Action.Category == PolicyCategory.Promotion;
    }

    /// <summary>What came of a send that may have happened before; null: it may be sent now.</summary>
    private async Task<ChannelResult?> ResolveAsync(OutboxItem item, string connection, LiveConnection? live, CancellationToken cancellationToken)
    {
        // A report that came meanwhile says it best.
        var reported = (await deliveries.StepsAsync(item.Action.Id, cancellationToken)).LastOrDefault(s => s.Reported.Step >= DeliveryStep.Accepted && s.Reported.Reporter == connection);
        if (reported is not null)
        {
            return Delivered(item, connection, await MessageOfAsync(item, live, cancellationToken), new SendAnswer(SendVerdict.Accepted, reported.Reported.ProviderId, "Reported by the provider."));
        }

        if (live?.Sender is not { } sender)
        {
            return live is { Problem: not null }
                ? new ChannelResult(ChannelOutcome.Later, live.Problem, LookAgainAfter, Uncertain: true)
                : Unknown(item, connection, null, "The connection through which it may have been sent is no longer published.");
        }

        if (sender.CanBeAsked && await sender.AskAsync(item.Action.Id, cancellationToken) is { } answer)
        {
            return answer.Verdict == SendVerdict.Accepted ? Delivered(item, connection, await MessageOfAsync(item, live, cancellationToken), answer) : null;
        }

        return sender switch
        {
            { TakesIdempotencyKey: true } => null,
            { CanBeAsked: true } => new ChannelResult(ChannelOutcome.Retry, "It may have been sent. The provider does not say yet whether it has the message.", Uncertain: true),
            _ => Unknown(item, connection, await MessageOfAsync(item, live, cancellationToken), "It was handed over, no answer came, and the provider cannot be asked."),
        };
    }

    private async Task<ChannelResult> ResultAsync(OutboxItem item, LiveConnection live, IMessageSender sender, OutgoingMessage message, SendAnswer answer)
    {
        var id = live.Definition.Id;
        switch (answer.Verdict)
        {
            case SendVerdict.Accepted:
                return Delivered(item, id, message, answer);
            case SendVerdict.Retry:
                return new ChannelResult(ChannelOutcome.Retry, answer.Text, answer.RetryAfter);
            case SendVerdict.Never:
                if (answer.AddressFault)
                {
                    await deliveries.ReportAsync([Refused(item, id, message, answer)], CancellationToken.None);
                }

                return new ChannelResult(ChannelOutcome.Never, answer.Text);
            default:
                return sender.TakesIdempotencyKey || sender.CanBeAsked
                    ? new ChannelResult(ChannelOutcome.Retry, answer.Text, answer.RetryAfter, Uncertain: true)
                    : Unknown(item, id, message, answer.Text, answer.ProviderId);
        }
    }

    private async Task<OutgoingMessage?> MessageOfAsync(OutboxItem item, LiveConnection? live, CancellationToken cancellationToken) =>
        live is null ? null : (await maker.MakeAsync(item, live.Definition, cancellationToken)).Message;

    private NewStep Refused(OutboxItem item, string connection, OutgoingMessage message, SendAnswer answer) => new()
    {
        Reporter = connection,
        EventId = $"{item.Action.Id}:refused",
        Step = DeliveryStep.Bounced,
        Action = item.Action.Id,
        At = journeyClock.GetUtcNow(),
        Reason = answer.Text,
        Permanent = true,
        Address = message.To,
    };

    private static ChannelResult Delivered(OutboxItem item, string connection, OutgoingMessage? message, SendAnswer answer) =>
        new(ChannelOutcome.Delivered, Delivery: Left(item, connection, message, answer.ProviderId, answer.Text));

    private static ChannelResult Unknown(OutboxItem item, string connection, OutgoingMessage? message, string? why, string? providerId = null) =>
        new(ChannelOutcome.Unknown, why, Delivery: Left(item, connection, message, providerId, why) with { Unknown = true });

    // Without a message, because its customer or connection is gone, what the policy wrote is what is known of it.
    private static NewDelivery Left(OutboxItem item, string connection, OutgoingMessage? message, string? providerId, string? answer) => new()
    {
        Connection = connection,
        Channel = item.Action.Channel ?? "",
        ProviderId = providerId,
        Answer = answer,
        Message = message is null
            ? new SentMessage { To = "", Subject = item.Action[ActionContent.Subject], Text = item.Action[ActionContent.Text] ?? "" }
            : new SentMessage
            {
                To = message.To,
                Subject = message.Subject,
                Text = message.Text,
                Html = message.Html,
                Link = message.Link,
                LinkText = message.LinkText,
                Image = message.Image,
                Language = message.Language,
            },
    };
}
