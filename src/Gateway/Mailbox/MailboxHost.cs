using CxOrchestrator.Channels.Mail;
using CxOrchestrator.Mailbox;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Mailbox;

/// <summary>The gateway's own mailbox on the loopback, where the settings ask for one.</summary>
internal sealed partial class MailboxHost(IOptions<MailboxOptions> options, TimeProvider clock, ILogger<MailboxHost> logger) : IHostedService, ILocalMailbox, IAsyncDisposable
{
    private MailboxServer? _server;

    /// <summary>Where it receives e-mail; null: there is no mailbox, or it has not started yet.</summary>
    public int? Port => _server?.Port;

    /// <summary>What it received; null: there is no mailbox.</summary>
    public Inbox? Inbox { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        int? port = options.Value switch
        {
            { Port: 0 } or { Port: null, OnFreePort: false } => null,
            { Port: { } given } => given,
            _ => 0,
        };
        if (port is { } listens)
        {
            var inbox = new Inbox(clock);
            try
            {
                _server = await MailboxServer.StartAsync(new MailboxServerOptions { Port = listens }, inbox, clock);
            }
            catch (IOException exception)
            {
                throw new OptionsValidationException(MailboxOptions.Section, typeof(MailboxOptions), [$"{exception.Message} The setting is {MailboxOptions.Section}:{nameof(MailboxOptions.Port)}."]);
            }

            Inbox = inbox;
            LogStarted(logger, _server.Port);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await server.DisposeAsync();
        }
    }

    [LoggerMessage(3501, LogLevel.Information, "The mailbox receives e-mail at 127.0.0.1:{Port}; nothing of it is delivered")]
    private static partial void LogStarted(ILogger logger, int port);
}
