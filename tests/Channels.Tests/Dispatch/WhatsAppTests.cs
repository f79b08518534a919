using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>Text within 24 hours of the customer's last message, otherwise the approved template.</summary>
public sealed class WhatsAppTests : ChannelUnderTest
{
    public WhatsAppTests() => Publish(Connection("wa") with { Channel = "whatsapp" });

    private static OutboxItem Written(params KeyValuePair<string, string>[] more)
    {
        var item = Message();
        return item with { Action = item.Action with { Channel = "whatsapp", Content = [.. item.Action.Content, .. more] } };
    }

    private static readonly KeyValuePair<string, string>[] Approved =
    [
        KeyValuePair.Create(ActionContent.ProviderTemplate, "order_late"), KeyValuePair.Create(ActionContent.ProviderLanguage, "en_US"),
        KeyValuePair.Create("value.2", "4711"), KeyValuePair.Create("value.1", "Ann"),
    ];

    private void Wrote(double? hoursAgo)
    {
        Has(("phone", Scalar.Of("+4915112345678")));
        Customers.State = Customers.State! with { WroteAt = hoursAgo is { } hours ? Make.Start.AddHours(-hours) : null };
    }

    private async Task<OutgoingMessage> SentAsync(OutboxItem item)
    {
        Assert.Equal(ChannelOutcome.Delivered, (await SendAsync(item)).Outcome);
        return Senders["wa"].Sent.Last();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(24.0, true)]
    [InlineData(23.9, false)]
    public async Task Send_TextAndTemplate_TheTemplateOnlyOutsideOfTheWindow(double? hoursAgo, bool template)
    {
        Wrote(hoursAgo);

        var sent = await SentAsync(Written(Approved));

        Assert.Equal(template ? ("order_late", "en_US") : (null, null), (sent.Template, sent.TemplateLanguage));
        Assert.Equal(template ? [KeyValuePair.Create("2", "4711"), KeyValuePair.Create("1", "Ann")] : [], sent.Values.AsEnumerable());
        Assert.Equal("Sorry.", sent.Text);
    }

    [Fact]
    public async Task Send_AlwaysTheTemplate_AlsoWithinTheWindow()
    {
        Wrote(1);

        Assert.Equal("order_late", (await SentAsync(Written([.. Approved, KeyValuePair.Create(ActionContent.ProviderAlways, "true")]))).Template);
    }

    [Fact]
    public async Task Send_TextAlone_LeavesOnlyWithinTheWindow()
    {
        Wrote(25);
        var late = await SendAsync(Written());
        Wrote(23);

        Assert.Equal(ChannelOutcome.Never, late.Outcome);
        Assert.Contains("only within 24 hours of the customer's last message. Add a providerTemplate", late.Error, StringComparison.Ordinal);
        Assert.Null((await SentAsync(Written())).Template);
    }
}
