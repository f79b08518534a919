using CxOrchestrator.Channels.Mail;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;
using MailKit.Security;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>Replies go to the people of the queue that a message names.</summary>
public sealed class ReplyQueueTests : ChannelUnderTest
{
    private static readonly SmtpSettings Smtp = new()
    {
        Host = "localhost",
        Port = 25,
        Security = SecureSocketOptions.None,
        From = "Shop <shop@example.com>",
        ReplyTo = "shop-help@example.com",
        PoolMax = 1,
    };

    private static GuardrailSettings Queue(string? replyTo) => new() { Queues = [new QueueLimit { Queue = "recovery", PerDay = 5, ReplyTo = replyTo }] };

    private static OutboxItem Naming(string? queue)
    {
        var item = Message();
        return queue is null ? item : item with { Action = item.Action with { Content = [.. item.Action.Content, new(ActionContent.ReplyQueue, queue)] } };
    }

    private async Task<string> ReplyToOfAsync(GuardrailSettings guardrails, OutboxItem item)
    {
        Publish(guardrails, Connection("mail"));
        await SendAsync(item);
        Assert.True(Senders["mail"].Sent.TryDequeue(out var sent));
        return MailMessages.Of(sent, Smtp, Make.Start).ReplyTo.ToString();
    }

    [Fact]
    public async Task Send_QueueWithAddress_RepliesGoThere() => Assert.Equal("recovery@example.com", await ReplyToOfAsync(Queue("recovery@example.com"), Naming("recovery")));

    [Fact]
    public async Task Send_NoQueue_RepliesGoWhereTheConnectionSays() => Assert.Equal("shop-help@example.com", await ReplyToOfAsync(Queue("recovery@example.com"), Naming(null)));

    [Fact]
    public async Task Send_QueueThatLostItsAddress_RepliesGoWhereTheConnectionSays() => Assert.Equal("shop-help@example.com", await ReplyToOfAsync(Queue(null), Naming("recovery")));

    [Fact]
    public async Task Send_AddressChangedAfterTheDecision_IsTheOnePublishedNow()
    {
        var waiting = Naming("recovery");
        Publish(Queue("old@example.com"), Connection("mail"));

        Assert.Equal("new@example.com", await ReplyToOfAsync(Queue("new@example.com"), waiting));
    }

    [Theory]
    [InlineData("help@example.com", true)]
    [InlineData("h.e+l'p@mail.example.com", true)]
    [InlineData("hilfe@münchen.example", true)]
    [InlineData("help", false)]
    [InlineData("@example.com", false)]
    [InlineData("help@", false)]
    [InlineData("a@b@c", false)]
    [InlineData(".help@example.com", false)]
    [InlineData("help@example..com", false)]
    [InlineData("Help <help@example.com>", false)]
    [InlineData("help@example.com\r\nBcc:x@example.com", false)]
    [InlineData("help@example.com,all@example.com", false)]
    [InlineData("\"a b\"@example.com", false)]
    public void IsAddress_Text_IsOneAddressOrNot(string text, bool expected) => Assert.Equal(expected, EmailAddresses.IsAddress(text));
}
