using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Channels.Sending;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>What single answers of the built-in providers mean, by the references that they publish for their statuses and error codes.</summary>
public sealed class DocumentedAnswerTests
{
    [Theory]
    [InlineData("apns", 410, """{"reason": "Unregistered"}""")]
    [InlineData("apns", 410, """{"reason": "ExpiredToken"}""")]
    [InlineData("apns", 400, """{"reason": "BadDeviceToken"}""")]
    [InlineData("fcm", 404, """{"error": {"code": 404, "status": "NOT_FOUND", "details": [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": "UNREGISTERED"}]}}""")]
    [InlineData("fcm", 400, """{"error": {"code": 400, "message": "The registration token is not a valid FCM registration token", "status": "INVALID_ARGUMENT", "details": [{"errorCode": "INVALID_ARGUMENT"}]}}""")]
    [InlineData("fcm", 403, """{"error": {"code": 403, "status": "PERMISSION_DENIED", "details": [{"errorCode": "SENDER_ID_MISMATCH"}]}}""")]
    [InlineData("twilio", 400, """{"code": 21211, "message": "The 'To' number is not a valid phone number."}""")]
    [InlineData("twilio", 400, """{"code": 21614, "message": "'To' number is not a valid mobile number"}""")]
    [InlineData("twilio-voice", 400, """{"code": 21217, "message": "Phone number does not appear to be valid"}""")]
    [InlineData("vonage", 422, """{"type": "https://developer.vonage.com/api-errors/messages#1170", "title": "Invalid or Missing Msisdn Param"}""")]
    [InlineData("infobip", 200, """{"messages": [{"status": {"groupName": "REJECTED", "name": "REJECTED_INVALID_DESTINATION"}}]}""")]
    [InlineData("postmark", 422, """{"ErrorCode": 406, "Message": "You tried to send to a recipient that has been marked as inactive."}""")]
    public void NobodyIsThere_ClosesTheChannel(string provider, int status, string body) =>
        Assert.Equal((SendVerdict.Never, true, false), Verdict(provider, status, body) is var a ? (a.Verdict, a.AddressFault, a.ConnectionFault) : default);

    [Theory]
    [InlineData("apns", 400, """{"reason": "PayloadEmpty"}""")]
    [InlineData("apns", 400, """{"reason": "DeviceTokenNotForTopic"}""")]
    [InlineData("fcm", 400, """{"error": {"code": 400, "message": "Invalid value at 'message.data[0].value' (TYPE_STRING), 12", "status": "INVALID_ARGUMENT", "details": [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [{"field": "message.data[0].value"}]}]}}""")]
    [InlineData("twilio", 400, """{"code": 21610, "message": "Attempt to send to unsubscribed recipient"}""")]
    [InlineData("vonage", 422, """{"type": "https://developer.vonage.com/api-errors/messages#1150", "title": "Invalid Message class"}""")]
    [InlineData("infobip", 200, """{"messages": [{"status": {"groupName": "REJECTED", "name": "REJECTED_FLOODING_FILTER"}}]}""")]
    [InlineData("postmark", 422, """{"ErrorCode": 300, "Message": "Invalid 'From' address"}""")]
    [InlineData("ses", 400, """{"message": "Email address is not verified."}""")]
    public void Refused_LeavesTheChannelOpen(string provider, int status, string body) =>
        Assert.Equal((SendVerdict.Never, false, false), Verdict(provider, status, body) is var a ? (a.Verdict, a.AddressFault, a.ConnectionFault) : default);

    [Theory]
    [InlineData("apns", 403, """{"reason": "ExpiredProviderToken"}""")]
    [InlineData("apns", 400, """{"reason": "TopicDisallowed"}""")]
    [InlineData("vonage", 402, """{"title": "You do not have enough credit"}""")]
    [InlineData("infobip", 200, """{"messages": [{"status": {"groupName": "REJECTED", "name": "REJECTED_NOT_ENOUGH_CREDITS"}}]}""")]
    [InlineData("fcm", 401, """{"error": {"code": 401, "status": "UNAUTHENTICATED", "details": [{"errorCode": "THIRD_PARTY_AUTH_ERROR"}]}}""")]
    public void Account_IsTheConnectionsFault(string provider, int status, string body) =>
        Assert.Equal((SendVerdict.Retry, true), Verdict(provider, status, body) is var a ? (a.Verdict, a.ConnectionFault) : default);

    [Theory]
    [InlineData("AccountSuspendedException", SendVerdict.Retry, true)]
    [InlineData("SendingPausedException", SendVerdict.Retry, true)]
    [InlineData("LimitExceededException", SendVerdict.Retry, false)]
    [InlineData("MessageRejected", SendVerdict.Never, false)]
    public void Ses_ErrorType_IsInAHeader(string type, SendVerdict verdict, bool fault)
    {
        var answer = ProviderTrial.Answer(BuiltInProviders.All.First(p => p.Id == "ses"), 400, [new("x-amzn-ErrorType", $"{type}:http://internal.amazon.com/")], "{}", HookCase.Now);

        Assert.Equal((verdict, fault), (answer.Verdict, answer.ConnectionFault));
    }

    // Both say that they have the message already: it was sent before, and the answer was lost.
    [Theory]
    [InlineData("brevo", 400, """{"code": "duplicate_parameter", "message": "idempotencyKey already used"}""")]
    [InlineData("infobip", 200, """{"messages": [{"messageId": "a-1", "status": {"groupName": "REJECTED", "name": "REJECTED_DUPLICATE_MESSAGE_ID"}}]}""")]
    public void Repeated_IsAccepted(string provider, int status, string body) => Assert.Equal(SendVerdict.Accepted, Verdict(provider, status, body).Verdict);

    // Per its reference the message is lost in most cases, which leaves the others: it has to be asked.
    [Fact]
    public void Postmark_InternalError_IsUncertain() => Assert.Equal(SendVerdict.Uncertain, Verdict("postmark", 500, "").Verdict);

    private static SendAnswer Verdict(string provider, int status, string body) => ProviderTrial.Answer(BuiltInProviders.All.First(p => p.Id == provider), status, [], body, HookCase.Now);
}
