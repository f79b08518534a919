namespace CxOrchestrator.Definitions.Tests;

/// <summary>Promotions by e-mail without a way to unsubscribe are published, and pointed out.</summary>
public class UnsubscribeWarningTests
{
    private const string Template = "---\nkind: template\nid: t\nname: T\nfallback: en\nlanguages:\n";

    private static ReadResult Read(string body, string category = "promotion") => DefinitionReader.Read(
        [new("p.yaml", $"kind: policy\nid: p\nname: P\non: {{touchpoint: order.placed}}\ncategory: {category}\n{body}")]);

    [Theory]
    [InlineData("do: {message: {channel: email, text: Buy}}\n", "the message")]
    [InlineData("do: {message: {channel: EMAIL, text: 'Buy, {customer.name}'}}\n", "the message")]
    [InlineData("do: {offer: {channel: email, offer: voucher, text: Ten off}}\n", "the offer")]
    [InlineData("do: {message: {channel: email, template: t}}\n" + Template + "  en: {text: 'Buy {{ unsubscribe }}'}\n  de: {text: Kaufen}\n", "template 't' (de)")]
    [InlineData("variants:\n  - {id: a, do: {message: {channel: email, text: Buy}}}\n  - {id: b, do: {message: {channel: email, text: '{unsubscribe}'}}}\n", "the message")]
    public void Read_PromotionByEmailWithoutALink_Warns(string body, string named)
    {
        var read = Read(body);

        Assert.NotNull(read.Set);
        var warning = Assert.Single(read.Warnings);
        Assert.Equal((5, 1), (warning.Line, warning.Column));
        Assert.Contains($": {named};", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("do: {message: {channel: email, text: 'Buy. {unsubscribe}'}}\n")]
    [InlineData("do: {message: {channel: email, text: 'Buy. {preferences}'}}\n")]
    [InlineData("do: {message: {channel: sms, text: Buy}}\n")]
    [InlineData("do: {offer: {channel: email, offer: voucher}}\n")]
    [InlineData("do: {message: {channel: email, template: t}}\n" + Template + "  en: {text: 'Buy {{ preferences }}'}\n")]
    public void Read_LinkOrAnotherChannel_DoesNotWarn(string body) => Assert.Empty(Read(body).Warnings);

    [Fact]
    public void Read_ServiceMessage_DoesNotWarn() => Assert.Empty(Read("do: {message: {channel: email, text: Sent}}\n", "service").Warnings);

    [Fact]
    public void Read_PublishedSet_DoesNotWarn() => Assert.Empty(DefinitionReader.Read(
        [new("p.yaml", "kind: policy\nid: p\nname: P\non: {touchpoint: order.placed}\ncategory: promotion\ndo: {message: {channel: email, text: Buy}}\n")], published: true).Warnings);
}
