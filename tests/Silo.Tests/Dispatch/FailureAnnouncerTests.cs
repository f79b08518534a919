using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>What could not be delivered comes back as a touchpoint.</summary>
public sealed class FailureAnnouncerTests : IAsyncLifetime, IDefinitions
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SqliteUnderTest _store = new();

    public CompiledDefinitions Current { get; } = new(new DefinitionSet
    {
        Version = 1,
        Journeys = [new JourneyDefinition { Id = "order", Name = "Order", InstanceBy = "order", Stages = [] }],
    });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task FailAsync(DecidedAction action, string? error)
    {
        await _store.AdmitAsync(action);
        await _store.Outbox.LeaseAsync("me", _store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None);
        await _store.Outbox.CompleteAsync("me", [new DeliveryOutcome { Action = action.Id, Status = ActionStatus.Dead, At = Make.Day(2), Error = error }], None);
    }

    private async Task AnnounceAsync(Share? share = null)
    {
        using var announcer = new FailureAnnouncer(
            _store.Outbox, _store.Log, this, new OneShare(share ?? Share.Whole), Options.Create(new DispatchOptions()), _store.Clock, NullLogger<FailureAnnouncer>.Instance);
        await announcer.RunAsync(None);
    }

    private async Task<IReadOnlyList<Touchpoint>> LoggedAsync()
    {
        await using var readers = await LogReaders.StartAsync(_store.Source);
        return [.. (await readers.ReadAllAsync()).Select(r => TouchpointJson.Read(r.Body.Span).Touchpoint ?? throw new InvalidDataException(Some.Text(r.Body)))];
    }

    [Fact]
    public async Task Announce_DeadMessage_BecomesOneTouchpoint()
    {
        await FailAsync(Some.Action("a-1", "ann") with { Journey = "order", Correlation = "4711" }, "550 no such mailbox");
        await AnnounceAsync();
        await AnnounceAsync();

        var touchpoint = Assert.Single(await LoggedAsync());
        Assert.Equal(("cx.deliveries", "a-1", "delivery.failed", "ann", "email"),
            (touchpoint.Identity.Source, touchpoint.Identity.Id, touchpoint.Type, touchpoint.Customer.Value, touchpoint.Channel));
        Assert.Equal(Make.Day(2), touchpoint.At);
        Assert.Equal(
            ("a-1", "message", "late", "550 no such mailbox", "4711"),
            (Text(touchpoint, "action"), Text(touchpoint, "kind"), Text(touchpoint, "policy"), Text(touchpoint, "reason"), Text(touchpoint, "order")));
        Assert.Equal(1, (await _store.LedgerAsync("cx.deliveries")).Received);
    }

    [Fact]
    public async Task Announce_LongAnswerOfAProvider_IsCutBetweenCharacters()
    {
        await FailAsync(Some.Action("a-1"), new string('x', 199) + "😀 and more");
        await AnnounceAsync();

        Assert.Equal(new string('x', 199), Text(Assert.Single(await LoggedAsync()), "reason"));
    }

    [Fact]
    public async Task Announce_CustomersOfAnotherSilo_AreLeftToIt()
    {
        await FailAsync(Some.Action("a-1"), null);
        var mine = Enumerable.Range(0, 2).Single(i => new Share(i, 2).Has(Some.Key("c-1")));

        await AnnounceAsync(new Share(1 - mine, 2));
        Assert.Empty(await LoggedAsync());

        await AnnounceAsync(new Share(mine, 2));
        Assert.Single(await LoggedAsync());
    }

    [Fact]
    public async Task Send_ProviderRefusesForGood_TheWaitAfterItGoesOnWithUnsentAtOnce()
    {
        var channel = new FakeChannel { Answer = _ => Task.FromResult(new ChannelResult(ChannelOutcome.Never, "550 no such mailbox")) };
        await using var silo = new EmbeddedSilo { Channel = channel };
        silo.Current = new CompiledDefinitions(new DefinitionSet
        {
            Version = 1,
            Policies =
            [
                new PolicyDefinition
                {
                    Id = "sorry", Name = "Sorry", Version = 1,
                    Triggers = [new OnTouchpoint { Match = new TouchpointMatch { Type = "parcel.broken" } }],
                    Actions =
                    [
                        new MessageTemplate { Channel = "email", Text = "Sorry" },
                        new WaitTemplate
                        {
                            For = TimeSpan.FromDays(3), Until = [new TouchpointMatch { Type = "contact.*" }],
                            Otherwise = [new CallbackTemplate { Queue = "care", Reason = "No answer to our message" }],
                            Unsent = [new CallbackTemplate { Queue = "care", Reason = "Our message could not be sent" }],
                        },
                    ],
                },
            ],
        });
        await silo.StartAsync();

        await silo.TakeAsync(Make.Touchpoint("parcel.broken", Make.Start, "t-1", new CustomerId("ann")));
        await EmbeddedSilo.UntilAsync(async () => (await silo.ActionsAsync("ann")).Any(a => a.Action.Kind == ActionKind.Callback), "the callback");

        var actions = await silo.ActionsAsync("ann");
        Assert.Equal(ActionStatus.Dead, actions.Single(a => a.Action.Kind == ActionKind.Message).Status);
        Assert.Equal("Our message could not be sent", actions.Single(a => a.Action.Kind == ActionKind.Callback).Action[ActionContent.Reason]);
        Assert.Equal(Make.Start, silo.JourneyClock.GetUtcNow());
        Assert.Single(channel.Sent);
    }

    private static string? Text(Touchpoint touchpoint, string attribute) => touchpoint.Attributes[attribute].ToString();

    private sealed class OneShare(Share share) : IShares
    {
        public Share Current => share;
    }
}
