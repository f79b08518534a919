using System.Text.Json;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Grains.Contracts.Customers;
using Microsoft.AspNetCore.SignalR;

namespace CxOrchestrator.Gateway.Live;

/// <summary>
/// The hub at <see cref="LiveHub.Path"/>. It only connects: views and mailboxes do the work. Its methods are those of <see cref="ILiveHub"/>;
/// arguments are taken as they came, so that one of the wrong kind is answered in words.
/// </summary>
internal sealed partial class JourneyHub(
    LiveConnections connections,
    BoardViews views,
    CustomerReader reader,
    MailboxSender sender,
    Sight sight,
    HubSessions sessions,
    IHubContext<JourneyHub, ILiveClient> hub,
    ILogger<JourneyHub> logger) : Hub<ILiveClient>
{
    public override Task OnConnectedAsync()
    {
        if (connections.Open(Context.ConnectionId, Context.User is { } user && Actor.Of(user) is { SignedIn: true } actor ? actor.Name : null) is not { } mailbox)
        {
            LogRefused(logger);
            Context.Abort();
            return Task.CompletedTask;
        }

        mailbox.Hidden = sight.Of(Context.User);

        sessions.Opened(Context);

        // The hub object ends with this call; the loop lives as long as the connection.
        _ = SendAsync(mailbox, hub.Clients.Client(Context.ConnectionId), sender, connections, views, sessions, Context, logger);
        return Task.CompletedTask;
    }

    public Task<BoardSnapshot> WatchBoard(JsonElement filter)
    {
        var asked = BoardFilters.Normal(HubArguments.Filter(filter));
        return Task.FromResult(SensitiveJson.Without(views.Watch(Mailbox(), asked), Mailbox().Hidden));
    }

    public Task UnwatchBoard()
    {
        views.Unwatch(Mailbox());
        return Task.CompletedTask;
    }

    public async Task<CustomerView?> WatchCustomer(JsonElement customer)
    {
        // Join first, then read: an update between the two arrives twice rather than never.
        var mailbox = Mailbox();
        var key = CustomerKey.For(HubArguments.Customer(customer));
        connections.Watch(mailbox, key);
        if (await reader.StateAsync(key, Context.ConnectionAborted) is not { } state)
        {
            return null;
        }

        mailbox.CustomerTold(key, state.Sequence);
        return SensitiveJson.Without(reader.View(state), mailbox.Hidden);
    }

    public Task UnwatchCustomer()
    {
        connections.Watch(Mailbox(), null);
        return Task.CompletedTask;
    }

    private LiveMailbox Mailbox() =>
        connections.Find(Context.ConnectionId) ?? throw new HubException("Too many connections are open. Try again later.");

    private static async Task SendAsync(
        LiveMailbox mailbox, ILiveClient client, MailboxSender sender, LiveConnections connections, BoardViews views, HubSessions sessions, HubCallerContext context, ILogger logger)
    {
        try
        {
            await sender.RunAsync(mailbox, client, context.ConnectionAborted);
        }
#pragma warning disable CA1031 // Nobody awaits this loop: whatever ends it ends the connection, and the browser comes back.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogEnded(logger, exception);
            context.Abort();
        }
        finally
        {
            views.Unwatch(mailbox);
            connections.Close(mailbox);
            sessions.Closed(context);
        }
    }

    [LoggerMessage(3111, LogLevel.Warning, "A live connection was refused: too many are open")]
    private static partial void LogRefused(ILogger logger);

    [LoggerMessage(3112, LogLevel.Warning, "A live connection could not be reached and was closed")]
    private static partial void LogEnded(ILogger logger, Exception exception);
}
