using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CxOrchestrator.EndToEnd.Browser.Mailbox;

/// <summary>A gateway with a mailbox.</summary>
public sealed class MailboxFixture : BrowserFixture
{
    private readonly int _port = Ports.Free();

    private protected override Task<GatewayProcess> StartGatewayAsync() => GatewayProcess.NewAsync(arguments: [$"--Mailbox:Port={_port}"]);

    internal async Task SendMailAsync(string subject, string html = "<p>Hello</p>")
    {
        var body = new BodyBuilder { TextBody = "Hello in plain text", HtmlBody = html };
        body.Attachments.Add("invoice.pdf", new byte[] { 1, 2, 3 });
        using var message = new MimeMessage { Subject = subject, Body = body.ToMessageBody() };
        message.From.Add(new MailboxAddress("Shop", "shop@example.com"));
        message.To.Add(new MailboxAddress("Ann", "ann@example.com"));
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", _port, SecureSocketOptions.None, TestContext.Current.CancellationToken);
        await client.SendAsync(message, TestContext.Current.CancellationToken);
        await client.DisconnectAsync(quit: true, TestContext.Current.CancellationToken);
    }
}
