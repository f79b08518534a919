using CxOrchestrator.Definitions;
using CxOrchestrator.Mailbox;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>From a message to its mailbox and back to the customer, in a whole silo.</summary>
public sealed class ReturnPathTests : IAsyncLifetime
{
    private const string Secret = "CX_SECRET_RETURN_PATH_TEST";

    private readonly EmbeddedSilo _silo = new();
    private readonly Inbox _inbox = new(TimeProvider.System);
    private readonly ImapDouble _imap = new();
    private MailboxServer _server = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(Secret, _imap.Password);
        _server = await MailboxServer.StartAsync(new MailboxServerOptions(), _inbox, TimeProvider.System);
        await _silo.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _server.DisposeAsync();
        await _imap.DisposeAsync();
        Environment.SetEnvironmentVariable(Secret, null);
    }

    private void Publish(int version, bool reads)
    {
        var mailbox = reads ? $", imapHost: localhost, imapPort: {_imap.Port}, imapSecurity: none, imapUser: bounces" : "";
        var read = DefinitionReader.Read(
        [
            new("connections.yaml", $$"""
                kind: connection
                id: mail
                name: Mail
                channel: email
                provider: smtp
                settings: {host: localhost, port: {{_server.Port}}, security: none, from: "Shop <shop@example.com>", returnPath: bounces@example.com MAILBOX}
                secrets:
                  imapPassword: {env: SECRET}
                """.Replace("MAILBOX", mailbox, StringComparison.Ordinal).Replace("SECRET", Secret, StringComparison.Ordinal)),
            new("policies.yaml", """
                kind: policy
                id: sorry
                name: Sorry
                category: service
                on: {touchpoint: parcel.broken}
                do:
                  - message: {channel: email, subject: Sorry, text: "We are sorry."}
                ---
                kind: policy
                id: answer
                name: Answer a reply
                on: {touchpoint: {type: message.replied, where: {policy: sorry}}}
                do:
                  - callback: {queue: recovery, reason: "They answered: {touchpoint.text|nothing}"}
                """),
        ]);
        Assert.Empty(read.Errors);
        _silo.Current = new CompiledDefinitions(read.Set! with { Version = version });
    }

    private async Task<InboxMessage> SendAsync()
    {
        Publish(1, reads: false);
        await _silo.TakeAsync(
            Make.Touchpoint("customer.updated", Make.Start, "c-1-1", new CustomerId("c-1"), attributes: [("email", Scalar.Of("ann@example.com"))]),
            Make.Touchpoint("parcel.broken", Make.Start, "c-1-2", new CustomerId("c-1")));
        await _silo.ActionAsync("c-1", ActionStatus.Delivered);
        return Assert.Single(_inbox.List(new InboxQuery()).Items);
    }

    private static string Bounce(InboxMessage sent, string status) =>
        $"""
        Return-Path: <>
        From: MAILER-DAEMON@mx.example.com
        Subject: Undelivered Mail
        Message-ID: <{status}@mx.example.com>
        Content-Type: multipart/report; report-type=delivery-status; boundary=r

        --r
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.com

        Final-Recipient: rfc822; ann@example.com
        Action: failed
        Status: {status}
        Diagnostic-Code: smtp; 550 {status} no

        --r
        Content-Type: text/rfc822-headers

        Message-ID: <{sent.MessageId}>

        --r--
        """;

    [Theory]
    [InlineData("5.1.1", true)]
    [InlineData("5.2.2", false)]
    public async Task Bounce_InTheMailbox_ClosesTheChannelWhereNobodyWillBeReached(string status, bool closes)
    {
        var sent = await SendAsync();
        Assert.Equal("bounces@example.com", sent.Sender);
        var message = _imap.Add(Bounce(sent, status));
        Publish(2, reads: true);

        await EmbeddedSilo.UntilAsync(
            async () => (await _silo.Read.HistoryAsync(Some.Key("c-1"), null, 100, None)).Any(h => h.Type == (closes ? "channel.bounced" : "message.bounced")), "the bounce");
        await _silo.RestAsync();
        Assert.Equal(closes ? ["email"] : [], (await _silo.StateAsync("c-1")).Suppressions.Select(s => s.Channel));
        await EmbeddedSilo.UntilAsync(async () => (await _silo.Get<IReturnMailboxes>().ListAsync(None)) is [{ ReadAt: not null }], "the reading to end");
        Assert.True(message.Seen);
        Assert.Equal((1L, null), (await _silo.Get<IReturnMailboxes>().ListAsync(None))[0] is var read ? (read.Found.Bounces, read.LastError) : default);
    }

    [Fact]
    public async Task Reply_InTheMailbox_IsATouchpointThatAPolicyActsOn()
    {
        var sent = await SendAsync();
        _imap.Add($"From: Ann <ann@example.com>\nTo: shop@example.com\nMessage-ID: <r1@example.com>\nIn-Reply-To: <{sent.MessageId}>\n\nWhere is it?\n\nOn Monday, Shop wrote:\n> We are sorry.\n", TimeProvider.System.GetUtcNow());
        Publish(2, reads: true);

        await EmbeddedSilo.UntilAsync(async () => (await _silo.Cases.ListAsync(new CaseQuery(), None)).Items.Any(c => c.Reason == "They answered: Where is it?"), "the callback");
    }
}
