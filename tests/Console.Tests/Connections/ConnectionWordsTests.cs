using CxOrchestrator.Api.Connections;
using CxOrchestrator.Console.Connections;

namespace CxOrchestrator.Console.Tests.Connections;

public sealed class ConnectionWordsTests
{
    private static readonly ReturnMailboxView Empty = new()
    {
        Place = "imap.example.com:993 bounces INBOX",
        Bounces = 0,
        Complaints = 0,
        Replies = 0,
        Delivered = 0,
        Automatic = 0,
        Foreign = 0,
        NotUnderstood = 0,
        Unreadable = 0,
    };

    [Fact]
    public void Returns_NothingFound_ShowsWhatMatters() =>
        Assert.Equal([("Bounces", 0L), ("Complaints", 0L), ("Replies", 0L), ("Not understood", 0L)], ConnectionWords.Returns(Empty).Select(r => (r.Label, r.Count)));

    [Fact]
    public void Returns_EverythingFound_ShowsEachKindOnce() => Assert.Equal(
        [1L, 2, 3, 4, 5, 6, 7, 8],
        ConnectionWords.Returns(Empty with { Bounces = 1, Complaints = 2, Replies = 3, Delivered = 4, Automatic = 5, Foreign = 6, NotUnderstood = 7, Unreadable = 8 }).Select(r => r.Count));
}
