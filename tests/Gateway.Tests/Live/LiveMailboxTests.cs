using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Live;
using CxOrchestrator.Grains.Contracts.Customers;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Live;

public sealed class LiveMailboxTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LiveMailbox _mailbox;
    private readonly BoardView _view = new(new BoardFilter());

    public LiveMailboxTests() => _mailbox = new LiveMailbox("connection", _clock);

    private static BoardTotals Totals(long matching) => new()
    {
        AtRisk = matching,
        AtRiskChange = 0,
        Matching = matching,
        CasesOpen = 0,
        CasesOverdue = 0,
        LedgerBalanced = true,
        Waiting = 0,
        TouchpointsPerSecond = 0,
        SendingStopped = false,
    };

    private static BoardRow Row(string customer, long version) => new()
    {
        Customer = customer,
        Segments = [],
        Risk = 50,
        Mood = -0.5,
        MoodTrail = [],
        Since = GatewayHost.Start,
        Version = version,
    };

    private bool Change(long version, params string[] customers) =>
        _mailbox.BoardChanged(_view, [.. customers.Select(c => Row(c, version))], [], Totals(version), null);

    [Fact]
    public void TakeBoard_SeveralVersions_GivesTheLast()
    {
        _mailbox.WatchBoard(_view);
        Change(1, "a", "b");
        Change(2, "a");
        _mailbox.BoardChanged(_view, [], ["b"], Totals(3), null);
        _clock.Advance(LiveMailbox.Rest);
        var changes = _mailbox.TakeBoard()!;
        Assert.Equal((1, 2L), (changes.Number, Assert.Single(changes.Rows).Version));
        Assert.Equal(["b"], changes.Gone);
        Assert.Equal(3, changes.Totals!.Matching);
        Assert.Null(_mailbox.TakeBoard());
    }

    [Fact]
    public void TakeBoard_JustAfterTheWatchBegan_Waits()
    {
        _mailbox.WatchBoard(_view);
        Change(1, "a");
        Assert.Null(_mailbox.TakeBoard());
        Assert.True(_mailbox.Waits);
        _clock.Advance(LiveMailbox.Rest);
        Assert.NotNull(_mailbox.TakeBoard());
    }

    [Fact]
    public void BoardChanged_BeyondTheBound_KeepsNothingAndHasTheScreenReadAgain()
    {
        _mailbox.WatchBoard(_view);
        Assert.True(Change(1, [.. Enumerable.Range(0, LiveMailbox.RowsMax).Select(i => $"c{i}")]));
        Assert.False(Change(2, "one more"));
        Assert.Equal("board", Assert.Single(_mailbox.TakeResyncs()).What);
        _clock.Advance(LiveMailbox.Rest);
        Assert.Null(_mailbox.TakeBoard());

        // Watching again starts over, with the numbers going on.
        var number = _mailbox.WatchBoard(_view);
        Change(3, "a");
        _clock.Advance(LiveMailbox.Rest);
        Assert.Equal(number + 1, _mailbox.TakeBoard()!.Number);
    }

    [Fact]
    public void BoardChanged_OfAnotherView_IsNotTaken()
    {
        _mailbox.WatchBoard(new BoardView(new BoardFilter { Search = "x" }));
        Assert.False(Change(1, "a"));
    }

    [Fact]
    public void ActionChanged_BeyondTheBound_HasTheScreenReadAgain()
    {
        _mailbox.WatchCustomer(CustomerKey.For(new("c1")));
        for (var i = 0; i <= CustomerWatch.ChangesMax; i++)
        {
            _mailbox.ActionChanged($"a{i}");
        }

        _clock.Advance(LiveMailbox.Rest);
        Assert.Null(_mailbox.TakeCustomer());
        Assert.Equal("customer", Assert.Single(_mailbox.TakeResyncs()).What);
        Assert.Null(_mailbox.Customer);
    }

    [Fact]
    public void TakeCustomer_ToldOfTheSequence_HasNoNews()
    {
        var key = CustomerKey.For(new("c1"));
        _mailbox.WatchCustomer(key);
        _mailbox.CustomerChanged(States.Change(States.Unhappy("c1", sequence: 5)));
        _mailbox.CustomerTold(key, 5);
        _clock.Advance(LiveMailbox.Rest);
        Assert.Null(_mailbox.TakeCustomer());
    }
}
