using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CxOrchestrator.Channels.Mail;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Mailbox;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;

namespace CxOrchestrator.Channels.Tests.Mail;

/// <summary>Where reports of what was sent come back to.</summary>
public sealed partial class SmtpSenderTests
{
    [Fact]
    public async Task Send_WithAReturnPath_HasItOnTheEnvelopeAlone()
    {
        await using var server = await StartAsync();
        await using var sender = Sender(server.Port, new() { ["returnPath"] = "bounces@mail.example.com" });

        await sender.SendAsync(Message(), Cancel);

        Assert.Equal("bounces@mail.example.com", Assert.Single(_inbox.List(new InboxQuery()).Items).Sender);
        Assert.Equal("\"The shop\" <shop@example.com>", (await ReceivedAsync()).From.ToString());
    }

    [Theory]
    [InlineData("hunter2", true, "localhost lets bounces read the folder INBOX, which has 1 message.")]
    [InlineData("wrong", false, "But the mailbox cannot be read: localhost refused the login of bounces:")]
    public async Task Test_WithAMailbox_SaysWhetherItCanBeRead(string password, bool works, string says)
    {
        await using var server = await StartAsync();
        await using var imap = new ImapDouble();
        imap.Add("Subject: x\n\nx");
        await using var sender = Sender(
            server.Port,
            new() { ["imapHost"] = "localhost", ["imapPort"] = $"{imap.Port}", ["imapSecurity"] = "none", ["imapUser"] = "bounces" },
            new() { ["imapPassword"] = password });

        var test = await sender.TestAsync(Cancel);

        Assert.Equal((works, true), (test.Works, test.Sends));
        Assert.Contains(says, test.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(imap.Commands, c => c.StartsWith("UID", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("returnPath", "Shop <b@example.com>", "The setting 'returnPath' is no address")]
    [InlineData("returnPath", "b@example.com>\r\nRCPT TO:<x@example.com", "The setting 'returnPath' is no address")]
    [InlineData("imapUser", "", "The setting 'imapUser' is missing")]
    [InlineData("imapUser", "bounces", "The secret 'imapPassword' is missing")]
    [InlineData("imapDone", "INBOX", "name the same folder")]
    public void Problem_OfTheMailbox_IsInWords(string setting, string value, string problem)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["from"] = "shop@example.com", ["imapHost"] = "localhost" };
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        if (value.Length > 0)
        {
            settings[setting] = value;
        }

        if (setting == "imapDone")
        {
            settings["imapUser"] = "bounces";
            secrets["imapPassword"] = "x";
        }

        var connection = new ConnectionDefinition { Id = "mail", Name = "Mail", Channel = "email", Provider = "smtp", Settings = [.. settings] };
        Assert.Contains(problem, SmtpSettings.Problem(connection, secrets), StringComparison.Ordinal);
    }
}
