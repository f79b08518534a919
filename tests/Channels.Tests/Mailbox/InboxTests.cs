using System.Text;
using CxOrchestrator.Mailbox;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Channels.Tests.Mailbox;

public sealed class InboxTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly Inbox _inbox;

    public InboxTests() => _inbox = new Inbox(_clock);

    private InboxMessage Add(string source, string to = "ann@example.com") => _inbox.Add("shop@example.com", [to], Encoding.Latin1.GetBytes(source.ReplaceLineEndings("\r\n")));

    private InboxMessage Add(int number) => Add($"Subject: Message {number}\n\nHello\n", $"c{number}@example.com");

    [Fact]
    public void Add_Message_IsReadWhole()
    {
        var message = Add(
            """
            From: The Shop <shop@example.com>
            To: Ann <ann@example.com>
            Cc: =?utf-8?q?J=C3=B6rg?= <joerg@example.com>
            Subject: =?utf-8?q?Sch=C3=B6ne_Gr=C3=BC=C3=9Fe?=
            Date: Tue, 03 Mar 2026 11:59:00 +0000
            Message-ID: <m1@example.com>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain; charset=utf-8

            Hello
            --a
            Content-Type: text/html; charset=utf-8

            <p>Hello</p>
            --a--
            --b
            Content-Type: application/pdf
            Content-Disposition: attachment; filename="invoice.pdf"
            Content-Transfer-Encoding: base64

            AAECAwQ=
            --b--

            """);

        Assert.Equal((1, Start, "shop@example.com", "m1@example.com"), (message.Id, message.ReceivedAt, message.Sender, message.MessageId));
        Assert.Equal(("The Shop <shop@example.com>", "Schöne Grüße", new DateTimeOffset(2026, 3, 3, 11, 59, 0, TimeSpan.Zero)), (message.From, message.Subject, message.Date!.Value));
        Assert.Equal(["Ann <ann@example.com>", "Jörg <joerg@example.com>"], message.To);
        Assert.Equal(("Hello", "<p>Hello</p>"), (message.Text?.Trim(), message.Html?.Trim()));
        Assert.Equal(new MessageAttachment("invoice.pdf", "application/pdf", 5), Assert.Single(message.Attachments));
        Assert.Contains(new MessageHeader("Subject", "Schöne Grüße"), message.Headers);
        Assert.StartsWith("From: The Shop", Encoding.Latin1.GetString(message.Source.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no headers here, only text\n", "no headers here")]
    [InlineData("", "")]
    [InlineData("\n\nonly a body\n", "only a body")]
    [InlineData("Subject: x\nContent-Type: text/plain; charset=no-such-charset\n\ncaf\u00E9\n", "caf")]
    [InlineData("Subject: x\nContent-Type: text/plain; charset=utf-8\n\n\u00FF\u00FE broken\n", "broken")]
    [InlineData("Content-Type: multipart/mixed; boundary=never\n\nnothing\n", "")]
    public void Add_BrokenMessage_IsKeptWithItsSource(string source, string text)
    {
        var message = Add(source);

        Assert.Contains(text, message.Text ?? "", StringComparison.Ordinal);
        Assert.Equal(source.ReplaceLineEndings("\r\n").Length, message.Source.Length);
        Assert.Same(message, _inbox.Find(message.Id));
    }

    [Fact]
    public void Add_ThousandsOfPartsOrHeaders_AreNotTakenApart()
    {
        var parts = Add($"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{string.Concat(Enumerable.Repeat("--b\n\n", MessageReader.PartsMax + 1))}--b--\n");
        var headers = Add($"{string.Concat(Enumerable.Repeat("A: b\n", MessageReader.HeaderBytesMax / 5))}\nText\n");
        var many = Add($"{string.Concat(Enumerable.Repeat("A: b\n", MessageReader.HeadersMax + 1))}\nText\n");

        Assert.Empty(parts.Attachments);
        Assert.Empty(parts.Headers);
        Assert.Empty(headers.Headers);
        Assert.Equal(MessageReader.HeadersMax, many.Headers.Length);
    }

    [Fact]
    public void Add_MoreThanAreKept_DropsTheOldestAndCountsThem()
    {
        for (var i = 1; i <= 2 * Inbox.MessagesMax; i++)
        {
            Add(i);
        }

        Assert.Equal((Inbox.MessagesMax, Inbox.MessagesMax), (_inbox.Count, _inbox.Dropped));
        Assert.Null(_inbox.Find(Inbox.MessagesMax));
        Assert.Equal($"Message {2 * Inbox.MessagesMax}", _inbox.List(new InboxQuery { Limit = 1 }).Items[0].Subject);
    }

    [Fact]
    public void Add_MoreBytesThanAreKept_DropsTheOldest()
    {
        var large = $"Subject: large\n\n{new string('x', 8 * 1024 * 1024)}\n";
        for (var i = 0; i < 5; i++)
        {
            Add(large);
        }

        Assert.InRange(_inbox.Bytes, 1, Inbox.BytesMax);
        Assert.InRange(_inbox.Count, 1, 4);
        Assert.Equal(5, _inbox.Count + _inbox.Dropped);
        Assert.Equal((_inbox.Count, 0, 0L), (_inbox.Clear(), _inbox.Count, _inbox.Bytes));
    }

    [Fact]
    public async Task Add_FromManyThreads_LosesNone()
    {
        var arrived = 0;
        _inbox.Arrived += _ => Interlocked.Increment(ref arrived);

        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (i, _) =>
        {
            Add(i);
            return ValueTask.CompletedTask;
        });

        Assert.Equal((200, 200), (arrived, _inbox.Count));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), _inbox.List(new InboxQuery { Limit = 200 }).Items.Select(m => m.Id).Reverse());
    }

    [Fact]
    public void List_PagesAndSearch_GiveWhatMatches()
    {
        for (var i = 1; i <= 5; i++)
        {
            Add(i);
        }

        var first = _inbox.List(new InboxQuery { Limit = 2 });
        var second = _inbox.List(new InboxQuery { Limit = 2, Before = first.Next });
        var third = _inbox.List(new InboxQuery { Limit = 2, Before = second.Next });
        Assert.Equal([5L, 4, 3, 2, 1], first.Items.Concat(second.Items).Concat(third.Items).Select(m => m.Id));
        Assert.Equal((5, null), (first.Total, third.Next));
        Assert.Equal([2L], _inbox.List(new InboxQuery { To = "C2@" }).Items.Select(m => m.Id));
        Assert.Equal([3L], _inbox.List(new InboxQuery { Text = "message 3" }).Items.Select(m => m.Id));
        Assert.Empty(_inbox.List(new InboxQuery { Text = "message 3", To = "c2@" }).Items);
        Assert.Equal(5, _inbox.List(new InboxQuery { Text = "hello" }).Total);
    }
}
