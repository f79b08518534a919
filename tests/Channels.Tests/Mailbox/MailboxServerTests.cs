using System.Net;
using System.Net.Sockets;
using System.Text;
using CxOrchestrator.Mailbox;
using CxOrchestrator.Testing;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace CxOrchestrator.Channels.Tests.Mailbox;

public sealed class MailboxServerTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 3, 12, 0, 0, TimeSpan.Zero));
    private readonly Inbox _inbox;

    public MailboxServerTests() => _inbox = new Inbox(_clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<MailboxServer> StartAsync(MailboxServerOptions? options = null, TimeProvider? clock = null) => MailboxServer.StartAsync(options ?? new MailboxServerOptions(), _inbox, clock ?? _clock);

    private static MimeMessage Message(string subject = "Hello", string text = "Hello Ann\n.\n..two dots\nend")
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = text } };
        message.From.Add(new MailboxAddress("Shop", "shop@example.com"));
        message.To.Add(new MailboxAddress("Ann", "ann@example.com"));
        return message;
    }

    private static async Task SendAsync(MailboxServer server, MimeMessage message, SecureSocketOptions security = SecureSocketOptions.None, string? user = null, string? password = null)
    {
        using var client = new SmtpClient();
#pragma warning disable CA5359 // The mailbox makes its certificate itself.
        client.ServerCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        await client.ConnectAsync("127.0.0.1", server.Port, security, Cancel);
        if (user is not null)
        {
            await client.AuthenticateAsync(user, password!, Cancel);
        }

        await client.SendAsync(message, Cancel);
        await client.DisconnectAsync(quit: true, Cancel);
    }

    [Fact]
    public async Task Send_Message_IsInTheInboxAsItWasSent()
    {
        await using var server = await StartAsync();

        await SendAsync(server, Message());

        var message = Assert.Single(_inbox.List(new InboxQuery()).Items);
        Assert.Equal(("Hello", "shop@example.com", "ann@example.com"), (message.Subject, message.Sender, message.Recipients.Single()));
        Assert.Equal("Hello Ann\n.\n..two dots\nend", message.Text!.ReplaceLineEndings("\n").TrimEnd());
        Assert.EndsWith("end\r\n", Encoding.ASCII.GetString(message.Source.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailboxTls.StartTls, SecureSocketOptions.StartTls)]
    [InlineData(MailboxTls.Implicit, SecureSocketOptions.SslOnConnect)]
    public async Task Send_OverTlsWithPassword_IsTaken(MailboxTls tls, SecureSocketOptions security)
    {
        await using var server = await StartAsync(new MailboxServerOptions { Tls = tls, User = "shop", Password = "secret" }, TimeProvider.System);

        await SendAsync(server, Message(), security, "shop", "secret");

        Assert.Equal(1, _inbox.Count);
        await Assert.ThrowsAsync<AuthenticationException>(() => SendAsync(server, Message(), security, "shop", "wrong"));
        await Assert.ThrowsAsync<ServiceNotAuthenticatedException>(() => SendAsync(server, Message(), security));
        Assert.Equal(1, _inbox.Count);
    }

    [Fact]
    public async Task Send_CredentialsInTheClear_AreNotAskedForWithStartTls()
    {
        await using var server = await StartAsync(new MailboxServerOptions { Tls = MailboxTls.StartTls, User = "shop", Password = "secret" }, TimeProvider.System);

        await Assert.ThrowsAsync<NotSupportedException>(() => SendAsync(server, Message(), SecureSocketOptions.None, "shop", "secret"));
    }

    [Theory]
    [InlineData(MailboxAnswer.Defer, 451)]
    [InlineData(MailboxAnswer.Reject, 550)]
    public async Task Send_Refused_SaysSoAndKeepsNothing(MailboxAnswer answer, int code)
    {
        await using var server = await StartAsync(new MailboxServerOptions { Answer = answer });

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(server, Message()));

        Assert.Equal((code, 0), ((int)refused.StatusCode, _inbox.Count));
    }

    [Fact]
    public async Task Send_Dropped_IsKeptWithoutAnAnswer()
    {
        await using var server = await StartAsync(new MailboxServerOptions { Answer = MailboxAnswer.Drop });

        var broken = await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(server, Message()));

        Assert.True(broken is SmtpProtocolException or IOException, broken.ToString());
        Assert.Equal(1, _inbox.Count);
    }

    [Fact]
    public async Task Send_Slow_IsAnsweredAfterTheTime()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clock = new NotifyingClock(_clock, waiting);
        await using var server = await StartAsync(new MailboxServerOptions { Answer = MailboxAnswer.Slow }, clock);

        var sending = SendAsync(server, Message());
        await waiting.Task.WaitAsync(Cancel);
        Assert.Equal((false, 0), (sending.IsCompleted, _inbox.Count));
        _clock.Advance(new MailboxServerOptions().SlowBy);

        await sending;
        Assert.Equal(1, _inbox.Count);
    }

    [Fact]
    public async Task Send_TooLargeAsAnnounced_IsRefusedWith552()
    {
        await using var server = await StartAsync();

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(server, Message(text: new string('x', 20 * 1024 * 1024))));

        Assert.Equal((552, 0), ((int)refused.StatusCode, _inbox.Count));
    }

    [Fact]
    public async Task Send_TooLargeWithoutAnnouncement_EndsAndIsNotKept()
    {
        await using var server = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, Cancel);
        await using var stream = client.GetStream();
        await stream.WriteAsync("EHLO x\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n"u8.ToArray(), Cancel);
        var line = new byte[1024];
        Array.Fill(line, (byte)'x');
        "\r\n"u8.CopyTo(line.AsSpan(1022));

        var said = "552";
        try
        {
            for (var i = 0; i < 20 * 1024; i++)
            {
                await stream.WriteAsync(line, Cancel);
            }

            await stream.WriteAsync("\r\n.\r\n"u8.ToArray(), Cancel);
            said = await new StreamReader(stream).ReadToEndAsync(Cancel);
        }
        catch (IOException)
        {
            // The connection may be closed before all of it is written, and its answer lost with it.
        }

        Assert.Contains("552", said, StringComparison.Ordinal);
        Assert.Equal(0, _inbox.Count);
        await SendAsync(server, Message());
        Assert.Equal(1, _inbox.Count);
    }

    [Fact]
    public async Task Start_PortTaken_SaysWhichAndWhatToDo()
    {
        await using var server = await StartAsync();

        var refused = await Assert.ThrowsAsync<IOException>(() => StartAsync(new MailboxServerOptions { Port = server.Port }));

        Assert.Contains($"port {server.Port}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("another port", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithAnOpenSession_Ends()
    {
        var server = await StartAsync(new MailboxServerOptions { Port = Ports.Free() });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, Cancel);

        await server.DisposeAsync();

        await using var again = await StartAsync(new MailboxServerOptions { Port = server.Port });
        Assert.Equal(server.Port, again.Port);
    }

    private sealed class NotifyingClock(TimeProvider clock, TaskCompletionSource waiting) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = clock.CreateTimer(callback, state, dueTime, period);
            waiting.TrySetResult();
            return timer;
        }
    }
}
