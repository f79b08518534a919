using CxOrchestrator.Definitions;
using CxOrchestrator.Mailbox;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>From a touchpoint to an inbox and back, in a whole silo.</summary>
public sealed class ConnectionPathTests : IAsyncLifetime
{
    private readonly EmbeddedSilo _silo = new();
    private readonly Inbox _inbox = new(TimeProvider.System);
    private MailboxServer? _server;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync() => await _silo.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
    }

    private async Task PublishAsync(MailboxAnswer answer = MailboxAnswer.Accept, string more = "")
    {
        _server = await MailboxServer.StartAsync(new MailboxServerOptions { Answer = answer }, _inbox, TimeProvider.System);
        var read = DefinitionReader.Read(
        [
            new("connections.yaml", $$"""
                kind: connection
                id: mail
                name: Mail
                channel: email
                provider: smtp
                settings: {host: localhost, port: {{_server.Port}}, security: none, from: "Shop <shop@example.com>"}
                """),
            new("policies.yaml", """
                kind: policy
                id: sorry
                name: Sorry
                category: service
                on: {touchpoint: parcel.broken}
                do:
                  - message: {channel: email, subject: "Sorry, {customer.name|there}", text: "We are sorry."}
                """ + more),
        ]);
        Assert.Empty(read.Errors);
        _silo.Current = new CompiledDefinitions(read.Set! with { Version = 1 });
    }

    private Task BreakAsync(string customer = "c-1", string? email = "ann@example.com") => _silo.TakeAsync(
        Make.Touchpoint("customer.updated", Make.Start, $"{customer}-1", new CustomerId(customer), attributes: email is null ? [("name", Scalar.Of("Ann"))] : [("name", Scalar.Of("Ann")), ("email", Scalar.Of(email))]),
        Make.Touchpoint("parcel.broken", Make.Start, $"{customer}-2", new CustomerId(customer)));

    private async Task<IReadOnlyList<string>> TypesAsync(string customer = "c-1") =>
        [.. (await _silo.Read.HistoryAsync(Some.Key(customer), null, 100, None)).Select(h => h.Type).Where(t => t is not null && t.Contains('.', StringComparison.Ordinal)).Reverse()!];

    private Task UntilTypesAsync(params string[] types) => EmbeddedSilo.UntilAsync(async () => types.All((await TypesAsync()).Contains), string.Join(", ", types));

    [Fact]
    public async Task Message_WithAConnection_ArrivesAndItsStepsAreTouchpoints()
    {
        await PublishAsync();
        await BreakAsync();

        var action = await _silo.ActionAsync("c-1", ActionStatus.Delivered);
        await UntilTypesAsync("message.sent", "message.accepted");
        var mail = Assert.Single(_inbox.List(new InboxQuery()).Items);
        Assert.Equal(("Sorry, Ann", "ann@example.com", $"{action.Action.Id}@example.com"), (mail.Subject, mail.Recipients.Single(), mail.MessageId));
        Assert.Equal("We are sorry.", (await _silo.Get<IDeliveries>().MessageAsync(action.Action.Id, None))!.Text);

        // What the product does is no doing of the customer's.
        Assert.Equal(2, (await _silo.StateAsync("c-1")).Touchpoints);
    }

    [Fact]
    public async Task Message_WithoutAnAddress_IsDeadAndSaysWhatIsMissing()
    {
        await PublishAsync();
        await BreakAsync(email: null);

        var action = await _silo.ActionAsync("c-1", ActionStatus.Dead);
        Assert.Equal("The customer has no address for email: the attribute 'email' is missing. Send it in a customer.updated.", action.LastError);
        await UntilTypesAsync("delivery.failed");
    }

    [Fact]
    public async Task Message_AddressRefusedForGood_ClosesTheChannel()
    {
        await PublishAsync();
        await BreakAsync(email: "nobody");

        await UntilTypesAsync("message.bounced", "channel.bounced", "delivery.failed");
        var closed = Assert.Single((await _silo.StateAsync("c-1")).Suppressions);
        Assert.Equal(("email", "email", true), (closed.Channel, closed.AddressIn, closed.Address is not null));
    }

    [Fact]
    public async Task Message_NoAnswerAfterTheSend_IsUnknownAndNotSentTwice()
    {
        await PublishAsync(MailboxAnswer.Drop);
        await BreakAsync();

        await _silo.ActionAsync("c-1", ActionStatus.Unknown);
        await UntilTypesAsync("message.sent", "message.unknown");
        Assert.Single(_inbox.List(new InboxQuery()).Items);
    }

    [Fact]
    public async Task Report_OfABounceForGood_ClosesTheChannelOnce()
    {
        await PublishAsync();
        await BreakAsync();
        var action = await _silo.ActionAsync("c-1", ActionStatus.Delivered);
        var bounce = new NewStep { Reporter = "mail", EventId = "e-1", Step = DeliveryStep.Bounced, Action = action.Action.Id, At = Make.Start, Reason = "mailbox full", Permanent = true };
        await _silo.Get<IDeliveries>().ReportAsync([bounce with { EventId = "e-0", Permanent = false, Reason = "busy" }, bounce, bounce with { EventId = "e-2" }], None);

        await UntilTypesAsync("channel.bounced");
        await EmbeddedSilo.UntilAsync(async () => (await _silo.Get<IDeliveries>().UnannouncedAsync(10, None)).IsEmpty, "the reports to be announced");
        await _silo.RestAsync();
        Assert.Equal(2, (await TypesAsync()).Count(t => t == "message.bounced"));
        var state = await _silo.StateAsync("c-1");
        Assert.Equal("bounced, mailbox full", Assert.Single(state.Suppressions).Reason);
        Assert.True(StatedPreferences.IsClosed(state, "email"));

        await _silo.TakeAsync(Make.Touchpoint("customer.updated", Make.Start.AddHours(1), "moved", new CustomerId("c-1"), attributes: ("email", Scalar.Of("new@example.com"))));
        await EmbeddedSilo.UntilAsync(async () => !StatedPreferences.IsClosed(await _silo.StateAsync("c-1"), "email"), "the channel to open for the new address");
    }

    [Fact]
    public async Task Wait_ForAClick_EndsByItAndNotByAnothersClick()
    {
        await PublishAsync(more: "\n  - wait: {for: 2 days, until: message.clicked, then: [{callback: {queue: sales, reason: clicked}}], otherwise: [{callback: {queue: sales, reason: silent}}]}\n");
        await BreakAsync();
        await EmbeddedSilo.UntilAsync(async () => (await _silo.ActionsAsync("c-1")).Any(a => a.Status == ActionStatus.Delivered), "the message");
        var action = (await _silo.ActionsAsync("c-1")).Single();

        await _silo.TakeAsync(new Touchpoint
        {
            Identity = new("cx.messages", "other:Clicked:1"),
            Type = "message.clicked",
            Customer = new CustomerId("c-1"),
            At = Make.Start,
            Channel = "email",
            Attributes = AttributeSet.Of(new NamedValue("action", Scalar.Of("ffffffffffffffffffffffffffffffff"))),
        });
        Assert.Single((await _silo.StateAsync("c-1")).Waits);

        await _silo.Get<IDeliveries>().ReportAsync(
            [new NewStep { Reporter = "links", EventId = "e-1", Step = DeliveryStep.Clicked, Action = action.Action.Id, At = Make.Start.AddMinutes(1), Url = "https://shop.example/" }], None);

        await EmbeddedSilo.UntilAsync(async () => (await _silo.Cases.ListAsync(new CaseQuery(), None)).Items.Any(c => c.Reason == "clicked"), "the call after the click");
    }

    [Theory]
    [InlineData("Stop.", "channel.unsubscribed")]
    [InlineData("please stop calling it late", null)]
    public async Task Reply_OfAWordThatAsksForNoMore_ClosesAChannelOfTexts(string text, string? type)
    {
        await PublishAsync();
        _silo.Current = new CompiledDefinitions(_silo.Current.Set with
        {
            Version = 2,
            Connections = [],
            Policies = [_silo.Current.Set.Policies[0] with { Actions = [new MessageTemplate { Channel = "sms", Text = "Sorry" }] }],
        });
        await BreakAsync();
        var action = await _silo.ActionAsync("c-1", ActionStatus.Delivered);
        await _silo.Get<IDeliveries>().ReportAsync([new NewStep { Reporter = "text", EventId = "e-1", Step = DeliveryStep.Replied, Action = action.Action.Id, At = Make.Start, Text = text }], None);

        await UntilTypesAsync(type is null ? ["message.replied"] : ["message.replied", type]);
        Assert.Equal(type is null ? 0 : 1, (await _silo.StateAsync("c-1")).Suppressions.Length);
    }

    [Fact]
    public async Task Connection_Paused_HoldsItsMessagesUntilItIsResumed()
    {
        await PublishAsync();
        var states = _silo.Get<IConnectionStates>();
        var entry = new AuditEntry { By = "ann", Action = "connectionPaused", Kind = IConnectionStates.AuditKind, Id = "mail" };
        await states.SetPausedAsync("mail", true, entry, None);
        await _silo.Get<CxOrchestrator.Channels.Connections.ConnectionCatalog>().RunAsync(None);
        await BreakAsync();
        await EmbeddedSilo.UntilAsync(async () => (await _silo.ActionsAsync("c-1")).Any(a => a.LastError == "Its connection is paused."), "the message to wait");

        Assert.Empty(_inbox.List(new InboxQuery()).Items);
    }
}
