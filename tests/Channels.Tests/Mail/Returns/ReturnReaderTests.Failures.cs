using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Mail;
using CxOrchestrator.Channels.Mail.Returns;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Channels.Tests.Dispatch;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static CxOrchestrator.Channels.Tests.Mail.Returns.Corpus;

namespace CxOrchestrator.Channels.Tests.Mail.Returns;

/// <summary>Mailboxes that cannot be read, in words.</summary>
public sealed partial class ReturnReaderTests
{
    [Fact]
    public async Task Run_LoginRefused_SaysSo()
    {
        _imap.Password = "other";

        Assert.StartsWith("localhost refused the login of bounces:", (await ReadAsync()).LastError, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _mailboxes.State.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("imapFolder", "Bounces", "There is no folder Bounces in the mailbox of bounces. Create it, or check 'imapFolder'.")]
    [InlineData("imapDone", "Done", "There is no folder Done in the mailbox of bounces. Create it, or check 'imapDone'.")]
    [InlineData("imapHost", "imap.invalid", "The host imap.invalid is not known. Check the setting 'imapHost'.")]
    [InlineData("imapSecurity", "starttls", "offers no STARTTLS. Set 'imapSecurity' to tls if the port is encrypted from the start (usually 993).")]
    [InlineData("imapSecurity", "tls", "does not speak TLS there. Set 'imapSecurity' to starttls (usually port 143), or check the port.")]
    [InlineData("imapPort", "1", "refuses connections. Check 'imapHost' and 'imapPort', and whether the server is running.")]
    public async Task Run_WrongSetting_SaysWhichAndWhatToDo(string setting, string value, string problem)
    {
        _settings[setting] = value;

        Assert.EndsWith(problem, (await ReadAsync()).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderThatCanOnlyBeRead_SaysSo()
    {
        _imap.ReadOnly = true;

        Assert.StartsWith("The folder INBOX of bounces can only be read", (await ReadAsync()).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ServerRefusesACommand_SaysItsWords()
    {
        _imap.RefusesAt = command => command.StartsWith("UID SEARCH", StringComparison.Ordinal);

        Assert.Equal("localhost answered NO: not now", (await ReadAsync()).LastError);
    }

    [Fact]
    public async Task Run_ServerFailsAtOneMessage_PassesItAfterSomeReadings()
    {
        _imap.Add("Subject: cursed\n\nx");
        _imap.Add(Postfix(HardBounce));
        _imap.DropsAt = command => command.StartsWith("UID FETCH 1 (BODY", StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull((await ReadAsync()).LastError);
        }

        Assert.Null((await ReadAsync()).LastError);
        Assert.Equal((1L, 1L), (Found.Unreadable, Found.Bounces));
    }
}
