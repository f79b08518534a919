using System.Text;
using System.Text.Json;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>
/// What single events of the built-in providers mean. The words, codes and fields are those of the references that each test names; a step with an
/// exclamation mark is for good, and no step means that the event is skipped.
/// </summary>
public sealed class DocumentedEventTests
{
    /// <summary>Per the Event Webhook Reference: blocked is a soft bounce, and what is dropped says by its reason which list the address is on.</summary>
    [Theory]
    [InlineData("""{"event":"bounce","type":"bounce"}""", "Bounced!")]
    [InlineData("""{"event":"bounce","type":"blocked"}""", "Bounced")]
    [InlineData("""{"event":"dropped","reason":"Bounced Address"}""", "Bounced!")]
    [InlineData("""{"event":"dropped","reason":"Invalid"}""", "Bounced!")]
    [InlineData("""{"event":"dropped","reason":"Unsubscribed Address"}""", "Unsubscribed")]
    [InlineData("""{"event":"dropped","reason":"Spam Reporting Address"}""", "Complained")]
    [InlineData("""{"event":"dropped","reason":"Spam Content (if spam checker app enabled)"}""", "Failed")]
    [InlineData("""{"event":"group_unsubscribe"}""", "Unsubscribed")]
    [InlineData("""{"event":"group_resubscribe"}""", "")]
    [InlineData("""{"event":"deferred"}""", "")]
    [InlineData("""{"event":"processed"}""", "")]
    public void SendGrid(string item, string step) => AssertStep("sendgrid", step, $"[{With(item, "email", "kim@example.com")}]");

    /// <summary>Per the references of the bounce and the subscription change webhook, and of bounce types.</summary>
    [Theory]
    [InlineData("""{"RecordType":"Bounce","Type":"HardBounce","Inactive":true}""", "Bounced!")]
    [InlineData("""{"RecordType":"Bounce","Type":"SoftBounce","Inactive":false,"CanActivate":true}""", "Bounced")]
    [InlineData("""{"RecordType":"Bounce","Type":"BadEmailAddress"}""", "Bounced!")]
    [InlineData("""{"RecordType":"Bounce","Type":"AutoResponder"}""", "")]
    [InlineData("""{"RecordType":"Bounce","Type":"ChallengeVerification"}""", "")]
    [InlineData("""{"RecordType":"Bounce","Type":"Unsubscribe"}""", "Unsubscribed")]
    [InlineData("""{"RecordType":"SpamComplaint","Type":"SpamComplaint","Inactive":true}""", "Complained")]
    [InlineData("""{"RecordType":"SubscriptionChange","SuppressSending":true,"SuppressionReason":"ManualSuppression"}""", "Unsubscribed")]
    [InlineData("""{"RecordType":"SubscriptionChange","SuppressSending":true,"SuppressionReason":"HardBounce"}""", "")]
    [InlineData("""{"RecordType":"SubscriptionChange","SuppressSending":false,"SuppressionReason":null}""", "")]
    [InlineData("""{"RecordType":"Open","Client":{"Family":"Apple Mail"}}""", "Opened")]
    public void Postmark(string item, string step) => AssertStep("postmark", step, With(item, "MessageID", "m-1"));

    /// <summary>Per the reference of events: a failure that comes from a suppression says by its reason from which one.</summary>
    [Theory]
    [InlineData("""{"event":"failed","severity":"permanent","reason":"bounce"}""", "Bounced!")]
    [InlineData("""{"event":"failed","severity":"permanent","reason":"suppress-bounce"}""", "Bounced!")]
    [InlineData("""{"event":"failed","severity":"temporary","reason":"generic"}""", "Bounced")]
    [InlineData("""{"event":"failed","severity":"permanent","reason":"suppress-unsubscribe"}""", "Unsubscribed")]
    [InlineData("""{"event":"failed","severity":"permanent","reason":"suppress-complaint"}""", "Complained")]
    [InlineData("""{"event":"rejected","reject":{"reason":"Sandbox subdomains are for test purposes only."}}""", "Failed")]
    [InlineData("""{"event":"accepted"}""", "")]
    public void Mailgun(string item, string step) => AssertStep("mailgun", step, $$"""{"event-data": {{With(item, "recipient", "kim@example.com")}}}""");

    /// <summary>Per the contents of event data that SES publishes to SNS, and of notifications, which name the type differently.</summary>
    [Theory]
    [InlineData("""{"eventType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"OnAccountSuppressionList"}}""", "Bounced!")]
    [InlineData("""{"eventType":"Bounce","bounce":{"bounceType":"Transient","bounceSubType":"MailboxFull"}}""", "Bounced")]
    [InlineData("""{"eventType":"Bounce","bounce":{"bounceType":"Undetermined","bounceSubType":"Undetermined"}}""", "Bounced")]
    [InlineData("""{"notificationType":"Bounce","bounce":{"bounceType":"Permanent"}}""", "Bounced!")]
    [InlineData("""{"eventType":"Complaint","complaint":{"complaintFeedbackType":"abuse"}}""", "Complained")]
    [InlineData("""{"eventType":"Complaint","complaint":{}}""", "Complained")]
    [InlineData("""{"eventType":"Complaint","complaint":{"complaintFeedbackType":"not-spam"}}""", "")]
    [InlineData("""{"eventType":"Complaint","complaint":{"complaintFeedbackType":"auth-failure"}}""", "")]
    [InlineData("""{"eventType":"Subscription","subscription":{"newTopicPreferences":{"unsubscribeAll":true}}}""", "Unsubscribed")]
    [InlineData("""{"eventType":"Subscription","subscription":{"newTopicPreferences":{"unsubscribeAll":false}}}""", "")]
    [InlineData("""{"eventType":"DeliveryDelay","deliveryDelay":{"delayType":"MailboxFull"}}""", "")]
    [InlineData("""{"eventType":"Send"}""", "")]
    public void Ses(string item, string step) =>
        AssertStep("ses", step, JsonSerializer.Serialize(new Dictionary<string, string> { ["Type"] = "Notification", ["Message"] = With(item, "mail", """{"messageId":"s-1"}""", raw: true) }));

    /// <summary>Per the reference of transactional webhooks.</summary>
    [Theory]
    [InlineData("""{"event":"hard_bounce"}""", "Bounced!")]
    [InlineData("""{"event":"soft_bounce"}""", "Bounced")]
    [InlineData("""{"event":"invalid_email"}""", "Bounced!")]
    [InlineData("""{"event":"blocked"}""", "Failed")]
    [InlineData("""{"event":"unique_opened"}""", "Opened")]
    [InlineData("""{"event":"unique_proxy_open"}""", "Opened")]
    [InlineData("""{"event":"deferred"}""", "")]
    [InlineData("""{"event":"request"}""", "")]
    public void Brevo(string item, string step) => AssertStep("brevo", step, With(item, "email", "kim@example.com"));

    /// <summary>Per the guides to status callbacks and to Advanced Opt-Out, and the dictionary of errors: 30003 is a phone that is switched off.</summary>
    [Theory]
    [InlineData("MessageStatus=undelivered&ErrorCode=30003", "Bounced")]
    [InlineData("MessageStatus=undelivered&ErrorCode=30005", "Bounced!")]
    [InlineData("MessageStatus=undelivered&ErrorCode=30006", "Bounced!")]
    [InlineData("MessageStatus=undelivered&ErrorCode=30007", "Bounced")]
    [InlineData("MessageStatus=failed&ErrorCode=63024", "Bounced!")]
    [InlineData("MessageStatus=failed&ErrorCode=21610", "Unsubscribed")]
    [InlineData("MessageStatus=failed&ErrorCode=30008", "Failed")]
    [InlineData("MessageStatus=read", "Opened")]
    [InlineData("MessageStatus=sent", "")]
    [InlineData("SmsStatus=received&OptOutType=STOP&Body=Stop", "Unsubscribed")]
    [InlineData("SmsStatus=received&OptOutType=START&Body=START", "Replied")]
    [InlineData("SmsStatus=received&OptOutType=HELP&Body=HELP", "Replied")]
    public void Twilio(string item, string step) =>
        AssertStep("twilio", step, $"MessageSid=SM1&From=%2B4915112345678&To=%2B4915112345678&{item}", "application/x-www-form-urlencoded");

    /// <summary>Per the Messages API's status callbacks and its error codes; undeliverable alone says that its provider could not be reached.</summary>
    [Theory]
    [InlineData("""{"status":"undeliverable"}""", "Bounced")]
    [InlineData("""{"status":"rejected","error":{"title":"1190"}}""", "Bounced!")]
    [InlineData("""{"status":"rejected","error":{"title":1300}}""", "Bounced!")]
    [InlineData("""{"status":"undeliverable","error":{"title":"1180"}}""", "Bounced")]
    [InlineData("""{"status":"rejected","error":{"title":"1240"}}""", "Unsubscribed")]
    [InlineData("""{"status":"rejected","error":{"title":"1210"}}""", "Failed")]
    [InlineData("""{"status":"read"}""", "Opened")]
    [InlineData("""{"status":"submitted"}""", "")]
    [InlineData("""{"message_type":"text","text":"Hi"}""", "Replied")]
    public void Vonage(string item, string step) => AssertStep("vonage", step, With(With(item, "message_uuid", "v-1"), "from", "4915112345678"));

    /// <summary>Per the Channels API's message failure codes.</summary>
    [Theory]
    [InlineData("""{"status":"delivery_failed","details":"unknown_subscriber","failure":{"code":15005}}""", "Bounced!")]
    [InlineData("""{"status":"delivery_failed","details":"received_network_error","failure":{"code":15001}}""", "Bounced")]
    [InlineData("""{"status":"sending_failed"}""", "Failed")]
    [InlineData("""{"status":"sent"}""", "")]
    [InlineData("""{"status":"accepted"}""", "")]
    public void Bird(string item, string step) => AssertStep("messagebird", step, $$"""{"payload": {{With(With(item, "id", "b-1"), "reference", "a-1")}}}""");

    /// <summary>Per the codes of statuses and errors.</summary>
    [Theory]
    [InlineData("""{"status":{"groupName":"UNDELIVERABLE"},"error":{"name":"EC_UNKNOWN_SUBSCRIBER","permanent":true}}""", "Bounced!")]
    [InlineData("""{"status":{"groupName":"UNDELIVERABLE"},"error":{"name":"EC_ABSENT_SUBSCRIBER_SM","permanent":false}}""", "Bounced")]
    [InlineData("""{"status":{"groupName":"EXPIRED"}}""", "Expired")]
    [InlineData("""{"status":{"groupName":"REJECTED"}}""", "Failed")]
    [InlineData("""{"status":{"groupName":"PENDING"}}""", "")]
    public void Infobip(string item, string step) => AssertStep("infobip", step, $$"""{"results": [{{With(item, "messageId", "m-1")}}]}""");

    /// <summary>Per the references of WhatsApp's delivery and seen reports and of incoming messages.</summary>
    [Theory]
    [InlineData("""{"to":"4915112345678","status":{"groupName":"UNDELIVERABLE"},"error":{"permanent":true}}""", "Bounced!")]
    [InlineData("""{"to":"4915112345678","status":{"groupName":"PENDING"}}""", "")]
    [InlineData("""{"from":"441134960000","to":"4915112345678","sentAt":"2026-11-30T07:58:00.000+0000","seenAt":"2026-11-30T07:59:00.000+0000"}""", "Opened")]
    [InlineData("""{"from":"4915112345678","to":"441134960000","integrationType":"WHATSAPP","receivedAt":"2026-11-30T07:59:00.000+0000","message":{"type":"TEXT","text":"Where is it?"},"contact":{"name":"Kim"}}""", "Replied")]
    public void InfobipWhatsApp(string item, string step) => AssertStep("infobip-whatsapp", step, $$"""{"results": [{{With(item, "messageId", "m-1")}}]}""");

    /// <summary>A seen report names our message; an incoming one names the customer, and has an id of its own.</summary>
    [Fact]
    public void InfobipWhatsApp_SeenAndIncoming_NameMessageAndCustomer()
    {
        var reports = Read(
            "infobip-whatsapp",
            """
            {"results": [
              {"messageId":"m-1","from":"441134960000","to":"4915112345678","sentAt":"2026-11-30T07:58:00.000+0000","seenAt":"2026-11-30T07:59:00.000+0000"},
              {"messageId":"in-1","from":"4915112345678","to":"441134960000","receivedAt":"2026-11-30T07:59:30.000+0000","message":{"type":"TEXT","text":"Where is it?"}}
            ]}
            """,
            "application/json").Reports;

        Assert.Equal([("m-1", "4915112345678", null), (null, "4915112345678", "Where is it?")], reports.Select(r => (r.ProviderId, r.Address, r.Text)));
    }

    /// <summary>Per the statuses and codes of delivery reports; 404 is a passing failure, 300 an address that does not exist.</summary>
    [Theory]
    [InlineData("""{"status":"Failed","code":300}""", "Bounced!")]
    [InlineData("""{"status":"Failed","code":1}""", "Bounced")]
    [InlineData("""{"status":"Deleted"}""", "Bounced")]
    [InlineData("""{"status":"Aborted","code":404}""", "Failed")]
    [InlineData("""{"status":"Expired"}""", "Expired")]
    [InlineData("""{"status":"Unknown"}""", "")]
    [InlineData("""{"type":"mo_text","from":"4915112345678","body":"Hi"}""", "Replied")]
    public void Sinch(string item, string step) => AssertStep("sinch", step, With(item, item.Contains("mo_text", StringComparison.Ordinal) ? "id" : "batch_id", "01F"));

    [Fact]
    public void TwilioReplyOverWhatsApp_IsOfTheNumberAlone() => Assert.Equal(
        "+4915112345678",
        Assert.Single(Read("twilio", "MessageSid=SM1&SmsStatus=received&From=whatsapp%3A%2B4915112345678&To=whatsapp%3A%2B1&Body=Hi", "application/x-www-form-urlencoded").Reports).Address);

    private static void AssertStep(string provider, string step, string body, string contentType = "application/json")
    {
        var result = Read(provider, body, contentType);

        Assert.Equal((null, 0), (result.Refusal, result.Unreadable));
        Assert.Equal(step, string.Concat(result.Reports.Select(r => r.Step + (r is { Step: DeliveryStep.Bounced, Permanent: true } ? "!" : ""))));
        Assert.Equal(step.Length == 0 ? 1 : 0, result.Skipped);
    }

    private static WebhookResult Read(string provider, string body, string contentType) => ProviderTrial.Webhook(
        BuiltInProviders.All.First(p => p.Id == provider),
        new WebhookRequest { Method = "POST", Url = HookCase.Address, Headers = [new("Content-Type", contentType)], Body = Encoding.UTF8.GetBytes(body) });

    private static string With(string item, string name, string value, bool raw = false) => $"{item[..^1]},\"{name}\":{(raw ? value : $"\"{value}\"")}}}";
}
