using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;

namespace CxOrchestrator.Gateway.Live;

/// <summary>Tells one connection what waits in its mailbox, one call after the other; a slow one makes its own mailbox wait and no other.</summary>
internal sealed partial class MailboxSender(CustomerReader reader, Metrics metrics, TimeProvider clock, ILogger<MailboxSender> logger)
{
    /// <summary>A call that takes longer ends the connection: the browser reconnects and reads again.</summary>
    public static readonly TimeSpan CallWithin = TimeSpan.FromSeconds(30);

    /// <summary>Runs until the connection ends.</summary>
    public async Task RunAsync(LiveMailbox mailbox, ILiveClient client, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await (mailbox.Waits ? mailbox.Wakeup.WaitAsync(LiveMailbox.Rest, clock, cancellationToken) : mailbox.Wakeup.WaitAsync(cancellationToken));
                await TellAsync(mailbox, client, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The connection ended.
        }
    }

    private async Task TellAsync(LiveMailbox mailbox, ILiveClient client, CancellationToken cancellationToken)
    {
        if (mailbox.TakePulse() is { } pulse)
        {
            await CallAsync(client.Pulse(pulse), cancellationToken);
        }

        if (mailbox.TakeBoard() is { } board)
        {
            await CallAsync(client.BoardChanged(SensitiveJson.Without(board, mailbox.Hidden)), cancellationToken);
        }

        if (mailbox.TakeCustomer() is { } news)
        {
            await TellAsync(mailbox, news, client, cancellationToken);
        }

        foreach (var resync in mailbox.TakeResyncs())
        {
            metrics.Resyncs.Add(1, new KeyValuePair<string, object?>("what", resync.What));
            await CallAsync(client.Resync(resync), cancellationToken);
        }
    }

    private async Task TellAsync(LiveMailbox mailbox, CustomerNews news, ILiveClient client, CancellationToken cancellationToken)
    {
        try
        {
            if (await reader.NewsAsync(news, cancellationToken) is var (changes, sequence))
            {
                await CallAsync(client.CustomerChanged(SensitiveJson.Without(changes, mailbox.Hidden)), cancellationToken);
                mailbox.CustomerTold(news.Key, sequence);
                return;
            }

            mailbox.ResyncCustomer(news.Key, "More happened than one call can tell.");
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or TimeoutException))
        {
            LogUnread(logger, exception);
            mailbox.ResyncCustomer(news.Key, "The customer could not be read.");
        }
    }

    private Task CallAsync(Task call, CancellationToken cancellationToken) => call.WaitAsync(CallWithin, clock, cancellationToken);

    [LoggerMessage(3103, LogLevel.Warning, "Changes of a watched customer could not be read; its screen was asked to reload")]
    private static partial void LogUnread(ILogger logger, Exception exception);
}
