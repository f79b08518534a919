using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Tests.Providers;

namespace CxOrchestrator.Channels.Tests.Sns;

/// <summary>Which messages of Amazon SNS are genuine, by the document of Amazon SES.</summary>
public sealed class SnsVerificationTests
{
    private const string SubscribeUrl = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t";

    private static HookCase Ses => HookCases.All.First(c => c.Provider == "ses");

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Read_Signed_IsGenuine(string version)
    {
        var result = Read(SnsBodies.Signed(Delivered(), SnsKeys.Key, version));

        Assert.Null(result.Refusal);
        Assert.Single(result.Reports);
    }

    [Fact]
    public void Read_WithoutSubject_IsGenuine()
    {
        var message = Delivered();
        message.Remove("Subject");

        Assert.Null(Read(SnsBodies.Signed(message, SnsKeys.Key, "2")).Refusal);
    }

    [Theory]
    [InlineData("Message")]
    [InlineData("MessageId")]
    [InlineData("Subject")]
    [InlineData("Timestamp")]
    public void Read_FieldChangedOnItsWay_IsRefused(string field)
    {
        var body = JsonNode.Parse(SnsBodies.Signed(Delivered(), SnsKeys.Key, "2"))!;
        body[field] = field == "Timestamp" ? "2026-11-30T08:00:01.000Z" : body[field]!.GetValue<string>() + " ";

        Assert.Equal("the signature is not right", Read(body.ToJsonString()).Refusal);
    }

    [Fact]
    public void Read_SignedWithAnotherKey_IsRefused() => Assert.Equal("the signature is not right", Read(SnsBodies.Signed(Delivered(), SnsKeys.OtherKey)).Refusal);

    [Fact]
    public void Read_VersionOfAnotherHash_IsRefused()
    {
        var body = JsonNode.Parse(SnsBodies.Signed(Delivered(), SnsKeys.Key, "1"))!;
        body["SignatureVersion"] = "2";

        Assert.Equal("the signature is not right", Read(body.ToJsonString()).Refusal);
    }

    [Theory]
    [InlineData("Signature", "")]
    [InlineData("Signature", "not base64!")]
    [InlineData("SignatureVersion", "3")]
    [InlineData("Type", "Other")]
    public void Read_Unsigned_IsRefused(string field, string value)
    {
        var body = JsonNode.Parse(SnsBodies.Signed(Delivered(), SnsKeys.Key))!;
        body[field] = value;

        Assert.Equal("it is not signed, or in a way that is not known", Read(body.ToJsonString()).Refusal);
    }

    [Theory]
    [InlineData("https://evil.example/SimpleNotificationService-1.pem")]
    [InlineData("https://sns.eu-central-1.amazonaws.com.evil.example/1.pem")]
    [InlineData("https://s3.eu-central-1.amazonaws.com/bucket/1.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com/1.pem")]
    [InlineData("http://sns.eu-central-1.amazonaws.com/1.pem")]
    [InlineData("https://sns.eu-central-1.amazonaws.com:8443/1.pem")]
    [InlineData("https://sns.eu-central-1.amazonaws.com@evil.example/1.pem")]
    [InlineData("https://sns.eu-central-1.amazonaws.com/1.txt")]
    [InlineData("https://sns.eu-central-1.amazonaws.com/?Action=1.pem")]
    [InlineData("/1.pem")]
    public void Read_CertificateElsewhere_IsRefusedBeforeItIsFetched(string address) => Assert.Equal(
        "its certificate is not at an address of Amazon SNS in the topic's region", Read(SnsBodies.Signed(Delivered(), SnsKeys.Key, certificate: address)).Refusal);

    [Fact]
    public void Read_CertificateNotKnown_HasToBeFetched()
    {
        const string address = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-new.pem";

        var result = Read(SnsBodies.Signed(Delivered(), SnsKeys.Key, certificate: address));

        Assert.Equal((new Uri(address), null), (result.Certificate, result.Refusal));
        Assert.Empty(result.Reports);
    }

    [Fact]
    public void Read_CertificateRefused_IsRefusedWithTheReason()
    {
        const string address = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-expired.pem";
        SnsKeys.Known.Keep(new Uri(address), new(null, "its certificate is expired, or not valid yet", DateTimeOffset.MaxValue));

        Assert.Equal("its certificate is expired, or not valid yet", Read(SnsBodies.Signed(Delivered(), SnsKeys.Key, certificate: address)).Refusal);
    }

    [Theory]
    [InlineData("arn:aws:sns:eu-central-1:123456789012:others", "it comes from another topic")]
    [InlineData("events", "the setting 'topic' is not the ARN of an SNS topic")]
    [InlineData("", "the setting 'topic' is not the ARN of an SNS topic")]
    public void Read_OtherTopic_IsRefused(string topic, string refusal) =>
        Assert.Equal(refusal, Read(SnsBodies.Signed(Delivered(), SnsKeys.Key), topic).Refusal);

    [Theory]
    [InlineData(SubscribeUrl, true)]
    [InlineData("http://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t", false)]
    [InlineData("https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=t", false)]
    [InlineData("https://sns.eu-central-1.amazonaws.com.evil.example/", false)]
    [InlineData("https://evil.example/sns.amazonaws.com", false)]
    [InlineData("https://sns.x@169.254.169.254/", false)]
    public void Read_Subscription_IsConfirmedAtAmazonOnly(string address, bool confirmed)
    {
        var result = Read(SnsBodies.Signed(SnsBodies.Confirmation(address, HookCase.Now), SnsKeys.Key, "2"));

        Assert.Null(result.Refusal);
        Assert.Equal(confirmed ? new Uri(address) : null, result.Confirm);
        Assert.Empty(result.Reports);
    }

    [Fact]
    public void Read_UnsubscribeConfirmation_IsVerifiedAndNotAnswered()
    {
        var result = Read(SnsBodies.Signed(SnsBodies.Confirmation(SubscribeUrl, HookCase.Now, "UnsubscribeConfirmation"), SnsKeys.Key));

        Assert.Equal((null, null, 0), (result.Refusal, result.Confirm, result.Reports.Length));
    }

    [Fact]
    public void Read_SubscriptionOfAForger_IsNotConfirmed()
    {
        var result = Read(SnsBodies.Signed(SnsBodies.Confirmation(SubscribeUrl, HookCase.Now), SnsKeys.OtherKey));

        Assert.Equal(("the signature is not right", null), (result.Refusal, result.Confirm));
    }

    private static Dictionary<string, string> Delivered() => SnsBodies.Notification(Ses.Events[0], HookCase.Now);

    private static WebhookResult Read(string body, string? topic = null)
    {
        var hook = Ses with { Join = (_, _) => body, Settings = new() { ["topic"] = topic ?? SnsBodies.Topic } };
        return hook.Read(hook.Request([body], HookCase.Now));
    }
}
