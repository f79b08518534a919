using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.InApp;

/// <summary>Puts messages into the inbox that customers' apps read. Nothing leaves: the store is the provider.</summary>
internal sealed class InAppSender(IInAppInbox inbox, TimeProvider journeyClock) : IMessageSender
{
    public bool TakesIdempotencyKey => true;

    public bool CanBeAsked => false;

    public async Task<SendAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var kept = await inbox.PutAsync(
            new InAppMessage
            {
                Id = message.Id,
                Title = message.Subject,
                Text = message.Text,
                Link = message.Link,
                LinkText = message.LinkText,
                Image = message.Image,
                SentAt = journeyClock.GetUtcNow(),
            },
            cancellationToken);
        return kept
            ? new SendAnswer(SendVerdict.Accepted, message.Id, "It is in the customer's inbox.")
            : new SendAnswer(SendVerdict.Never, Text: "The customer is not known any more.");
    }

    public Task<SendAnswer?> AskAsync(string id, CancellationToken cancellationToken) => Task.FromResult<SendAnswer?>(null);

    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ConnectionTest(true, "Messages are kept in this installation's store. Apps read them with a token that a signing key signs: create one under Signing keys."));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
