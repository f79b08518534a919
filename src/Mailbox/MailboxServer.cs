using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using SmtpServer;
using SmtpServer.ComponentModel;

namespace CxOrchestrator.Mailbox;

/// <summary>An SMTP server that keeps what it is sent in an <see cref="Inbox"/> and delivers nothing anywhere.</summary>
public sealed class MailboxServer : IAsyncDisposable
{
    /// <summary>Longest message; a longer one is refused with 552.</summary>
    public const int MessageBytesMax = 10 * 1024 * 1024;

    /// <summary>Most sessions at a time; further connections wait.</summary>
    public const int SessionsMax = 100;

    private const string Name = "mailbox.localhost";

    private static readonly TimeSpan SessionWithin = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan CommandWithin = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _slots = new(SessionsMax);
    private readonly Task _running;

    private MailboxServer(MailboxServerOptions options, Inbox inbox, TimeProvider clock)
    {
        var endpoint = new EndpointDefinitionBuilder()
            .Endpoint(new IPEndPoint(options.AnyAddress ? IPAddress.Any : IPAddress.Loopback, options.Port))
            .SupportedSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
            .SessionTimeout(SessionWithin)
            .AuthenticationRequired(options.User is not null)
            .AllowUnsecureAuthentication(options.Tls == MailboxTls.None)
            .IsSecure(options.Tls == MailboxTls.Implicit);
        if (options.Tls != MailboxTls.None)
        {
            endpoint.Certificate(MailboxCertificate.Make(clock));
        }

        var listeners = new BoundedListenerFactory(_slots);
        listeners.EndpointStarted += (_, started) => Port = (started.LocalEndPoint as IPEndPoint)?.Port ?? options.Port;
        var services = new ServiceProvider();
        services.Add(listeners);
        services.Add(new MailboxStore(inbox, options, clock));
        services.Add(new MailboxAuthenticator(options));
        var settings = new SmtpServerOptionsBuilder()
            .ServerName(Name)
            .CustomSmtpGreeting(_ => $"220 {Name} ESMTP ready")
            .MaxMessageSize(MessageBytesMax, MaxMessageSizeHandling.Strict)
            .CommandWaitTimeout(CommandWithin)
            .NetworkBufferSize(16 * 1024)
            .Endpoint(endpoint.Build())
            .Build();
        _running = new SmtpServer.SmtpServer(settings, services).StartAsync(_stopping.Token);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <summary>Listens when this returns.</summary>
    /// <exception cref="IOException">The port cannot be had; the message says why and what to do.</exception>
    public static async Task<MailboxServer> StartAsync(MailboxServerOptions options, Inbox inbox, TimeProvider clock)
    {
        var server = new MailboxServer(options, inbox, clock);
        if (!server._running.IsFaulted)
        {
            return server;
        }

        await server._stopping.CancelAsync();
        throw new IOException(Words(options.Port, server._running.Exception!.GetBaseException()), server._running.Exception.GetBaseException());
    }

    /// <summary>Stops listening and ends the sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _slots.Dispose();
    }

    private static string Words(int port, Exception exception) => exception is SocketException { SocketErrorCode: var code }
        ? code switch
        {
            SocketError.AddressAlreadyInUse => string.Create(CultureInfo.InvariantCulture, $"The mailbox cannot listen on port {port}: something else does. Stop it, or choose another port."),
            SocketError.AccessDenied => string.Create(CultureInfo.InvariantCulture, $"The mailbox may not listen on port {port}. Choose one above 1023."),
            _ => string.Create(CultureInfo.InvariantCulture, $"The mailbox cannot listen on port {port}: {exception.Message}. Choose another port."),
        }
        : $"The mailbox cannot start: {exception.Message}";
}
