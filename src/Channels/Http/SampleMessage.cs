using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Http;

/// <summary>A message to try a provider document with, where nothing else is stated.</summary>
public static class SampleMessage
{
    /// <summary>A message as the channel has it: an address of its kind, and a subject and HTML for e-mail alone.</summary>
    /// <param name="channel">As in a policy.</param>
    public static OutgoingMessage On(string channel) => new()
    {
        Id = "0123456789abcdef0123456789abcdef",
        Channel = channel,
        To = channel == "email" ? "kim@example.com" : ChannelAddresses.IsPhone(channel) ? "+4915112345678" : "sample-address",
        ToName = "Kim Example",
        Customer = "customer-4711",
        Category = PolicyCategory.Service,
        Policy = "late-delivery-apology",
        Subject = channel is "email" or "push" ? "Your order is late" : null,
        Text = "Hello Kim, your order is late. We are sorry.",
        Html = channel == "email" ? "<p>Hello Kim, your order is late. We are <b>sorry</b>.</p>" : null,
        Language = "en",
        Link = channel is "in-app" or "push" ? "https://shop.example/orders/4711" : null,
        Image = channel is "in-app" or "push" ? "https://shop.example/parcel.png" : null,
        Unsubscribe = channel == "email" ? new Uri("https://news.example.com/u/sample") : null,
        Values = [new("code", "SORRY-10")],
    };
}
