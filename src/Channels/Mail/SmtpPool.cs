using System.Collections.Concurrent;
using MailKit.Security;

namespace CxOrchestrator.Channels.Mail;

/// <summary>Connections to one SMTP server that are open and signed in, used one message at a time and kept for the next.</summary>
internal sealed class SmtpPool(SmtpSettings settings, OAuthTokens? tokens, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Messages after which a connection is closed: servers bound them.</summary>
    private const int MessagesMax = 500;

    /// <summary>How long an unused connection is kept: servers close them after a while, without a word.</summary>
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _room = new(settings.PoolMax, settings.PoolMax);
    private readonly ConcurrentStack<Pooled> _idle = new();
    private volatile bool _closed;

    internal sealed record Pooled(ProbingClient Client, long LastUsed, int Messages);

    /// <summary>A connection that is signed in; it comes back with <see cref="ReturnAsync"/>.</summary>
    public async Task<Pooled> TakeAsync(CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            while (_idle.TryPop(out var pooled))
            {
                if (pooled.Client.IsConnected && pooled.Messages < MessagesMax && clock.GetElapsedTime(pooled.LastUsed) < IdleMax)
                {
                    return pooled;
                }

                await CloseAsync(pooled);
            }

            return new Pooled(await OpenAsync(cancellationToken), clock.GetTimestamp(), 0);
        }
        catch
        {
            _room.Release();
            throw;
        }
    }

    /// <summary>Gives a connection back; one that failed is closed.</summary>
    public async Task ReturnAsync(Pooled pooled, bool healthy)
    {
        if (healthy && !_closed && pooled.Client.IsConnected)
        {
            _idle.Push(pooled with { LastUsed = clock.GetTimestamp(), Messages = pooled.Messages + 1 });
        }
        else
        {
            await CloseAsync(pooled, quit: healthy);
        }

        _room.Release();
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        while (_idle.TryPop(out var pooled))
        {
            await CloseAsync(pooled);
        }

        tokens?.Dispose();
    }

    private async Task<ProbingClient> OpenAsync(CancellationToken cancellationToken)
    {
        var client = new ProbingClient { CheckCertificateRevocation = false };
        if (settings.Certificate is { } trusted)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is not null && certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).Equals(trusted, StringComparison.OrdinalIgnoreCase);
        }

        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, cancellationToken);
            if (tokens is not null && settings.User is { } account)
            {
                try
                {
                    await client.AuthenticateAsync(new SaslMechanismOAuth2(account, await tokens.CurrentAsync(cancellationToken)), cancellationToken);
                }
                catch (AuthenticationException)
                {
                    tokens.Forget();
                    throw;
                }
            }
            else if (settings.User is { } user)
            {
                await client.AuthenticateAsync(user, settings.Password ?? "", cancellationToken);
            }

            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static async Task CloseAsync(Pooled pooled, bool quit = true)
    {
        try
        {
            if (quit && pooled.Client.IsConnected)
            {
                using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                await pooled.Client.DisconnectAsync(quit: true, soon.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or MailKit.ProtocolException or MailKit.CommandException or System.Net.Sockets.SocketException)
        {
            // It is closed either way.
        }
        finally
        {
            pooled.Client.Dispose();
        }
    }
}
