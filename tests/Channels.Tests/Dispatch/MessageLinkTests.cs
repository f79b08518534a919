using System.Collections.Immutable;
using CxOrchestrator.Channels.InApp;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>Link and image of a message, from its action to the sender and the inbox.</summary>
public sealed class MessageLinkTests : ChannelUnderTest
{
    private const string Link = "https://shop.example/orders/4711";
    private const string Image = "https://shop.example/parcel.png";

    public MessageLinkTests()
    {
        Publish(Connection("app") with { Channel = "push" });
        Has(("pushToken", Scalar.Of("token-1")));
    }

    private static OutboxItem Linked()
    {
        var item = Message();
        return item with
        {
            Action = item.Action with
            {
                Channel = "push",
                Content =
                [
                    .. item.Action.Content, KeyValuePair.Create(ActionContent.Link, Link), KeyValuePair.Create(ActionContent.LinkText, "See it"), KeyValuePair.Create(ActionContent.Image, Image),
                ],
            },
        };
    }

    [Fact]
    public async Task Send_MessageWithLink_GivesItToTheSenderAndKeepsItAsSent()
    {
        var result = await SendAsync(Linked());

        var sent = Assert.Single(Senders["app"].Sent);
        Assert.Equal((Link, "See it", Image), (sent.Link, sent.LinkText, sent.Image));
        var kept = result.Delivery!.Message!;
        Assert.Equal((Link, "See it", Image), (kept.Link, kept.LinkText, kept.Image));
    }

    [Fact]
    public async Task Send_InApp_PutsLinkAndImageIntoTheInbox()
    {
        await SendAsync(Linked());
        var inbox = new Inbox();
        await using var sender = new InAppSender(inbox, Clock);

        await sender.SendAsync(Senders["app"].Sent.Single(), Cancel);

        Assert.Equal((Link, "See it", Image), (inbox.Message!.Link, inbox.Message.LinkText, inbox.Message.Image));
    }

    private sealed class Inbox : IInAppInbox
    {
        public InAppMessage? Message { get; private set; }

        public Task<bool> PutAsync(InAppMessage message, CancellationToken cancellationToken)
        {
            Message = message;
            return Task.FromResult(true);
        }

        public Task<ImmutableArray<StoredInAppMessage>> ListAsync(CustomerKey key, long after, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredInAppMessage?> ReadAsync(CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredInAppMessage?> ClickAsync(CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<InAppNews> NewsAsync(long? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
