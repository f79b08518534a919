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

/// <summary>A connection's mailbox on a server that listens.</summary>
public sealed partial class ReturnReaderTests : IDefinitions, ISenderKind, IHttpClientFactory, IAsyncDisposable
{
    private const string HardBounce = "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown";

    private readonly ImapDouble _imap = new();
    private readonly FakeReturnMailboxes _mailboxes = new();
    private readonly FakeDeliveries _deliveries = new();
    private readonly Dictionary<string, string> _settings;
    private readonly HttpClient _client = new();
    private readonly ConnectionCatalog _catalog;
    private readonly ReturnReader _reader;

    public ReturnReaderTests()
    {
        _settings = new(StringComparer.Ordinal)
        {
            ["host"] = "localhost",
            ["from"] = "The shop <shop@shop.example>",
            ["imapHost"] = "localhost",
            ["imapPort"] = $"{_imap.Port}",
            ["imapSecurity"] = "none",
            ["imapUser"] = "bounces",
        };
        var states = new FakeStates(TimeProvider.System);
        var secrets = new SecretReading(new SecretBox(new EphemeralDataProtectionProvider()), Options.Create(new ChannelOptions()));
        _catalog = new ConnectionCatalog(this, states, states, secrets, [this], TimeProvider.System, NullLogger<ConnectionCatalog>.Instance);
        _reader = new ReturnReader(_catalog, _mailboxes, _deliveries, new ReportIntake(_deliveries, TimeProvider.System, TimeProvider.System), TimeProvider.System, NullLogger<ReturnReader>.Instance);
        Left(ActionId, Ann);
    }

    public CompiledDefinitions Current { get; private set; } = CompiledDefinitions.Empty;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ReturnCounts Found => _mailboxes.State.Found;

    public HttpClient CreateClient(string name) => _client;

    public bool Makes(ConnectionDefinition connection, CompiledDefinitions definitions) => true;

    public (IMessageSender? Sender, string? Problem) Make(ConnectionDefinition connection, CompiledDefinitions definitions, IReadOnlyDictionary<string, string> secrets)
    {
        var entered = new Dictionary<string, string>(StringComparer.Ordinal) { [ImapSettings.PasswordSecret] = "hunter2" };
        Assert.Null(SmtpSettings.Problem(connection, entered));
        return (new SmtpSender(SmtpSettings.Of(connection, entered), _client, TimeProvider.System), null);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _catalog.Dispose();
        _client.Dispose();
        await _imap.DisposeAsync();
    }

    private void Left(string action, string address, string connection = "mail") => _deliveries.Left[action] = new Storage.Deliveries.Delivery
    {
        Action = action,
        Number = 1,
        Key = CustomerKey.For(Testing.Make.Customer),
        Connection = connection,
        Channel = "email",
        Address = address,
        SentAt = Testing.Make.Start,
        Step = DeliveryStep.Accepted,
    };

    private async Task<ReturnMailbox> ReadAsync()
    {
        if (Current.Set.Connections.IsEmpty)
        {
            Current = new CompiledDefinitions(DefinitionSet.Empty with
            {
                Version = 1,
                Connections = [new ConnectionDefinition { Id = "mail", Name = "Mail", Channel = "email", Provider = "smtp", Settings = [.. _settings] }],
            });
        }

        await _reader.RunAsync(Cancel);
        return _mailboxes.State;
    }

    [Fact]
    public async Task Run_Bounce_IsReportedAndMarked()
    {
        var arrived = DateTimeOffset.FromUnixTimeSeconds(1_772_438_465);
        var message = _imap.Add(Postfix(HardBounce), arrived);

        var state = await ReadAsync();

        var step = Assert.Single(_deliveries.Reported);
        Assert.Equal(("mail", ActionId, DeliveryStep.Bounced, true, "550 5.1.1 User unknown"), (step.Reporter, step.Action, step.Step, step.Permanent, step.Reason));
        Assert.InRange((step.At - arrived).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal((null, 1L, true, 1L), (state.LastError, state.Found.Bounces, message.Seen, state.Cursor!.LastUid));
        Assert.Contains(_imap.Inbox, m => m.Id == message.Id);
    }

    [Fact]
    public async Task Run_WithAFolderForReadReports_MovesThemAndLeavesTheOthers()
    {
        _settings["imapDone"] = "Done";
        _imap.Folders["Done"] = [];
        _imap.Add(Postfix(HardBounce));
        var reply = _imap.Add(Reply("Where is it?"));
        var other = _imap.Add(Reply("Hello", answers: "<x@y.example>"));

        await ReadAsync();

        Assert.Equal([1u], _imap.Folders["Done"].Select(m => m.Id));
        Assert.Equal([(reply.Id, false), (other.Id, false)], _imap.Inbox.Select(m => (m.Id, m.Seen)));
        Assert.Equal((1L, 1L, 1L), (Found.Bounces, Found.Replies, Found.NotUnderstood));
        Assert.Equal("Where is it?", _deliveries.Reported.Single(r => r.Step == DeliveryStep.Replied).Text);
    }

    [Fact]
    public async Task Run_Again_ReadsOnlyWhatIsNew()
    {
        _imap.Add(Postfix(HardBounce));
        await ReadAsync();
        _imap.Commands.Clear();
        await ReadAsync();
        Assert.DoesNotContain(_imap.Commands, c => c.Contains("FETCH", StringComparison.Ordinal));

        _imap.Add(Feedback("abuse", $"Original-Rcpt-To: {Ann}"));
        await ReadAsync();

        Assert.Equal([DeliveryStep.Bounced, DeliveryStep.Complained], _deliveries.Reported.Select(r => r.Step));
        Assert.Equal((1L, 1L), (Found.Bounces, Found.Complaints));
    }

    [Fact]
    public async Task Run_SameReportTwice_CountsOnceAsAStep()
    {
        _imap.Add(Gmail);
        _imap.Add($"Received: by elsewhere\n{Gmail}");

        await ReadAsync();

        Assert.Single(_deliveries.Reported);
    }

    [Theory]
    [InlineData("shop@elsewhere.example", "mail")]
    [InlineData(Ann, "other")]
    public async Task Run_ReportOfAnotherAddressOrConnection_IsIgnoredAndCounted(string address, string connection)
    {
        Left(ActionId, address, connection);
        var bounce = _imap.Add(Postfix(HardBounce));
        _imap.Add(Feedback("abuse", $"Original-Rcpt-To: {Ann}"));
        _imap.Add(Reply("It was me"));

        await ReadAsync();

        Assert.Empty(_deliveries.Reported);
        Assert.Equal((3L, 0L, false), (Found.Foreign, Found.Bounces, bounce.Seen));
    }

    [Fact]
    public async Task Run_ReportOfNoMessageOfOurs_IsIgnoredAndCounted()
    {
        _deliveries.Left.Clear();
        _imap.Add(Exim);

        await ReadAsync();

        Assert.Empty(_deliveries.Reported);
        Assert.Equal(1, Found.Foreign);
    }

    [Fact]
    public async Task Run_BounceThatNamesNoRecipient_IsIgnored()
    {
        _imap.Add(Postfix(HardBounce).Replace("Original-Recipient: rfc822;ann@example.com", "X: y", StringComparison.Ordinal).Replace("Final-Recipient: rfc822; ann@example.com", "Final-Recipient: unknown", StringComparison.Ordinal));

        await ReadAsync();

        Assert.Equal((0, 1L), (_deliveries.Reported.Count, Found.Foreign));
    }

    [Fact]
    public async Task Run_ComplaintWithAHiddenRecipient_CountsByTheId()
    {
        _imap.Add(Feedback("abuse", to: "undisclosed-recipients:;"));

        await ReadAsync();

        Assert.Equal((ActionId, DeliveryStep.Complained), _deliveries.Reported.Single() is var step ? (step.Action!, step.Step) : default);
    }

    [Fact]
    public async Task Run_DroppedBetweenStoringAndMarking_RepeatsHarmlessly()
    {
        var message = _imap.Add(Postfix(HardBounce));
        _imap.DropsAt = command => command.StartsWith("UID STORE", StringComparison.Ordinal);

        Assert.Contains("ended the connection", (await ReadAsync()).LastError, StringComparison.Ordinal);
        Assert.Equal((1, false, null), (_deliveries.Reported.Count, message.Seen, _mailboxes.State.Cursor));

        _imap.DropsAt = _ => false;
        Assert.Null((await ReadAsync()).LastError);
        Assert.Equal((1, true, 1L), (_deliveries.Reported.Count, message.Seen, Found.Bounces));
    }

    [Fact]
    public async Task Run_ProcessEndsBeforeTheCursor_RepeatsHarmlessly()
    {
        _imap.Add(Postfix(HardBounce));
        _mailboxes.Dies = true;
        await Assert.ThrowsAsync<InvalidOperationException>(ReadAsync);

        _mailboxes.Dies = false;
        await ReadAsync();

        Assert.Equal((1, 1L), (_deliveries.Reported.Count, Found.Bounces));
    }

    [Fact]
    public async Task Run_UidValidityChanged_ReadsEverythingAgainHarmlessly()
    {
        _imap.Add(Postfix(HardBounce));
        _imap.Add(Reply("Hm"));
        await ReadAsync();
        _imap.Inbox.RemoveAt(0);
        _imap.Renumber();
        _imap.Add(Feedback("abuse", $"Original-Rcpt-To: {Ann}"));

        var state = await ReadAsync();

        Assert.Equal((8L, 2L), (state.Cursor!.Validity, state.Cursor.LastUid));
        Assert.Equal([DeliveryStep.Bounced, DeliveryStep.Replied, DeliveryStep.Complained], _deliveries.Reported.Select(r => r.Step));
    }

    [Fact]
    public async Task Run_TooLarge_IsPassedUnread()
    {
        _imap.Add(Postfix(HardBounce)).Size = ReturnReading.MessageBytesMax + 1;
        _imap.Add(Reply("Hm"));

        await ReadAsync();

        Assert.Equal((1L, 1L, 2L), (Found.Unreadable, Found.Replies, _mailboxes.State.Cursor!.LastUid));
        Assert.DoesNotContain(_imap.Commands, c => c.StartsWith("UID FETCH 1 (", StringComparison.Ordinal) && c.Contains("BODY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_MoreThanABatch_ReadsThemAll()
    {
        for (var i = 0; i < ReturnReading.BatchMax + 5; i++)
        {
            _imap.Add(Reply($"Answer {i}").Replace("CAF7x", $"CAF7x{i}", StringComparison.Ordinal));
        }

        await ReadAsync();

        Assert.Equal((ReturnReading.BatchMax + 5, ReturnReading.BatchMax + 5L), (_deliveries.Reported.Count, _mailboxes.State.Cursor!.LastUid));
    }

    [Fact]
    public async Task Run_AnotherSiloTookOver_StoresNoCursorAndNoEnd()
    {
        _imap.Add(Postfix(HardBounce));
        _imap.DropsAt = command =>
        {
            _mailboxes.TakenOver = command.StartsWith("UID STORE", StringComparison.Ordinal);
            return false;
        };

        await ReadAsync();
        await ReadAsync();

        Assert.Equal((0, null), (_mailboxes.Readings, _mailboxes.State.Cursor));
    }
}
