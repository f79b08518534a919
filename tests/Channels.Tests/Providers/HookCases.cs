using CxOrchestrator.Channels.Tests.Sns;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>Webhooks of the built-in providers that have one: two events each, the earlier first.</summary>
internal static class HookCases
{
    private const string A = HookCase.Action;

    public static IEnumerable<HookCase> All =>
    [
        new()
        {
            Provider = "sendgrid",
            Secrets = new() { ["webhookKey"] = Keys.CurvePublic },
            Events =
            [
                $$$$$"""{"email":"kim@example.com","timestamp":1780000000,"event":"delivered","sg_event_id":"e-1","sg_message_id":"14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0","response":"250 OK","cx_action":"{{{{{A}}}}}"}""",
                $$$$$"""{"email":"kim@example.com","timestamp":1780000100,"event":"bounce","type":"bounce","status":"5.0.0","sg_event_id":"e-2","sg_message_id":"14c5d75ce93.dfd.64b469.recvd-1-2","reason":"500 unknown recipient","cx_action":"{{{{{A}}}}}"}""",
            ],
            Join = (events, _) => $"[{string.Join(',', events)}]",
            Sign = HookSigning.SendGrid,
            IsBatched = true,
            Reports = [(DeliveryStep.Delivered, A, "14c5d75ce93.dfd.64b469", false, "kim@example.com"), (DeliveryStep.Bounced, A, "14c5d75ce93.dfd.64b469", true, "kim@example.com")],
        },
        new()
        {
            Provider = "postmark",
            Secrets = new() { ["webhookUser"] = "u", ["webhookPassword"] = "p" },
            Events =
            [
                $$$$$"""{"RecordType":"Delivery","MessageID":"m-1","Recipient":"kim@example.com","DeliveredAt":"2026-11-30T07:59:00Z","Details":"250 OK","Metadata":{"cx_action":"{{{{{A}}}}}"}}""",
                $$$$$"""{"RecordType":"Bounce","ID":42,"Type":"HardBounce","TypeCode":1,"MessageID":"m-1","Email":"kim@example.com","BouncedAt":"2026-11-30T07:59:30Z","Description":"Unknown user","Inactive":true,"Metadata":{"cx_action":"{{{{{A}}}}}"}}""",
            ],
            Sign = HookSigning.Basic("u", "p"),
            IsTimed = false,
            Reports = [(DeliveryStep.Delivered, A, "m-1", false, "kim@example.com"), (DeliveryStep.Bounced, A, "m-1", true, "kim@example.com")],
        },
        new()
        {
            Provider = "mailgun",
            Secrets = new() { ["signingKey"] = "mg-signing" },
            Events =
            [
                $$$$$"""{"event":"delivered","id":"d-1","timestamp":1780000000.5,"recipient":"kim@example.com","message":{"headers":{"message-id":"1@mg.shop.example"}},"user-variables":{"cx_action":"{{{{{A}}}}}"},"delivery-status":{"code":250,"message":"OK"}}""",
                $$$$$"""{"event":"failed","severity":"permanent","id":"f-1","timestamp":1780000100.5,"recipient":"kim@example.com","message":{"headers":{"message-id":"1@mg.shop.example"}},"user-variables":{"cx_action":"{{{{{A}}}}}"},"delivery-status":{"code":550,"message":"No such user"}}""",
            ],
            Join = (events, at) => HookSigning.MailgunBody("mg-signing", events.Single(), at),
            Sign = (_, _) => [],
            Reports = [(DeliveryStep.Delivered, A, "1@mg.shop.example", false, "kim@example.com"), (DeliveryStep.Bounced, A, "1@mg.shop.example", true, "kim@example.com")],
        },
        new()
        {
            Provider = "ses",
            Settings = new() { ["topic"] = SnsBodies.Topic },
            Secrets = [],
            ContentType = "text/plain; charset=UTF-8",
            Events =
            [
                $$$$$"""{"eventType":"Delivery","mail":{"messageId":"s-1","destination":["kim@example.com"],"tags":{"cx_action":["{{{{{A}}}}}"]}},"delivery":{"timestamp":"2026-11-30T07:59:00.000Z"}}""",
                $$$$$"""{"eventType":"Bounce","mail":{"messageId":"s-1","destination":["kim@example.com"],"tags":{"cx_action":["{{{{{A}}}}}"]}},"bounce":{"bounceType":"Permanent","timestamp":"2026-11-30T07:59:30.000Z","feedbackId":"b-1","bouncedRecipients":[{"emailAddress":"kim@example.com","diagnosticCode":"smtp; 550 5.1.1"}]}}""",
            ],
            Join = (events, at) => SnsBodies.Signed(SnsBodies.Notification(events.Single(), at), SnsKeys.Key),
            Sign = (_, _) => [],
            Reports = [(DeliveryStep.Delivered, A, "s-1", false, "kim@example.com"), (DeliveryStep.Bounced, A, "s-1", true, "kim@example.com")],
        },
        new()
        {
            Provider = "brevo",
            Secrets = new() { ["webhookToken"] = "brevo-token" },
            Events =
            [
                $$$$$"""{"event":"delivered","email":"kim@example.com","id":1,"date":"2026-11-30 08:59:00","ts":1780000000,"ts_event":1780000000,"message-id":"<1@relay>","subject":"Your order","X-Mailin-custom":"{{{{{A}}}}}","tags":["late-order"]}""",
                $$$$$"""{"event":"hard_bounce","email":"kim@example.com","id":1,"ts_event":1780000100,"message-id":"<1@relay>","reason":"unknown user","X-Mailin-custom":"{{{{{A}}}}}"}""",
            ],
            Sign = HookSigning.Bearer("brevo-token"),
            IsTimed = false,
            Reports = [(DeliveryStep.Delivered, A, "<1@relay>", false, "kim@example.com"), (DeliveryStep.Bounced, A, "<1@relay>", true, "kim@example.com")],
        },
        new()
        {
            Provider = "twilio",
            Secrets = new() { ["authToken"] = "tw-token" },
            ContentType = "application/x-www-form-urlencoded",
            Events =
            [
                "AccountSid=AC1&MessageSid=SM1&MessageStatus=delivered&SmsStatus=delivered&To=%2B4915112345678&From=%2B14155238886",
                "AccountSid=AC1&MessageSid=SM1&MessageStatus=undelivered&SmsStatus=undelivered&ErrorCode=30005&To=%2B4915112345678&From=%2B14155238886",
            ],
            Sign = HookSigning.Twilio("tw-token"),
            IsTimed = false,
            Reports = [(DeliveryStep.Delivered, null, "SM1", false, "+4915112345678"), (DeliveryStep.Bounced, null, "SM1", true, "+4915112345678")],
        },
        new()
        {
            Provider = "twilio-voice",
            Secrets = new() { ["authToken"] = "tw-token" },
            ContentType = "application/x-www-form-urlencoded",
            Events =
            [
                "CallSid=CA1&CallStatus=no-answer&To=%2B4915112345678&Timestamp=Mon%2C%2030%20Nov%202026%2007%3A59%3A00%20%2B0000",
                "CallSid=CA1&CallStatus=completed&To=%2B4915112345678&Timestamp=Mon%2C%2030%20Nov%202026%2007%3A59%3A30%20%2B0000",
            ],
            Sign = HookSigning.Twilio("tw-token"),
            IsTimed = false,
            Reports = [(DeliveryStep.Failed, null, "CA1", false, "+4915112345678"), (DeliveryStep.Delivered, null, "CA1", false, "+4915112345678")],
        },
        new()
        {
            Provider = "vonage",
            Secrets = new() { ["signatureSecret"] = "vonage-signature-secret-of-32-chars" },
            Events =
            [
                $$$$$"""{"message_uuid":"v-1","to":"4915112345678","from":"Shop","timestamp":"2026-11-30T07:59:00.000Z","status":"delivered","channel":"sms","client_ref":"{{{{{A}}}}}"}""",
                $$$$$"""{"message_uuid":"v-1","to":"4915112345678","from":"Shop","timestamp":"2026-11-30T07:59:30.000Z","status":"undeliverable","error":{"type":"https://developer.vonage.com/api-errors/messages#1190","title":"1190","detail":"Absent Subscriber Permanent"},"channel":"sms","client_ref":"{{{{{A}}}}}"}""",
            ],
            Sign = HookSigning.Vonage("vonage-signature-secret-of-32-chars"),
            Reports = [(DeliveryStep.Delivered, A, "v-1", false, "4915112345678"), (DeliveryStep.Bounced, A, "v-1", true, "4915112345678")],
        },
        new()
        {
            Provider = "messagebird",
            Secrets = new() { ["signingKey"] = "bird-signing" },
            Events =
            [
                $$$$$"""{"service":"channels","event":"sms.outbound","payload":{"id":"b-1","channelId":"ch-1","receiver":{"contacts":[{"identifierKey":"phonenumber","identifierValue":"+4915112345678"}]},"body":{"type":"text","text":{"text":"Hi"}},"reference":"{{{{{A}}}}}","status":"delivered","direction":"outgoing","lastStatusAt":"2026-11-30T07:59:00.243Z"}}""",
                $$$$$"""{"service":"channels","event":"sms.outbound","payload":{"id":"b-1","channelId":"ch-1","receiver":{"contacts":[{"identifierKey":"phonenumber","identifierValue":"+4915112345678"}]},"reference":"{{{{{A}}}}}","status":"delivery_failed","reason":"details: unknown subscriber; reason: unknown_subscriber; code: 1","details":"unknown_subscriber","failure":{"code":15005,"source":{"name":"sms-messagebird","code":"1"}},"direction":"outgoing","lastStatusAt":"2026-11-30T07:59:30.243Z"}}""",
            ],
            Sign = HookSigning.Bird("bird-signing"),
            Reports = [(DeliveryStep.Delivered, A, "b-1", false, "+4915112345678"), (DeliveryStep.Bounced, A, "b-1", true, "+4915112345678")],
        },
        new()
        {
            Provider = "infobip",
            Secrets = new() { ["webhookUser"] = "u", ["webhookPassword"] = "p" },
            Events =
            [
                $$$$$"""{"messageId":"{{{{{A}}}}}","to":"4915112345678","sentAt":"2026-11-30T07:58:00.000+0000","doneAt":"2026-11-30T07:59:00.000+0000","status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"OK","name":"NO_ERROR","description":"No Error","permanent":false},"callbackData":"{{{{{A}}}}}"}""",
                $$$$$"""{"messageId":"{{{{{A}}}}}","to":"4915112345678","sentAt":"2026-11-30T07:58:00.000+0000","doneAt":"2026-11-30T07:59:30.000+0000","status":{"groupId":2,"groupName":"UNDELIVERABLE","name":"UNDELIVERABLE_NOT_DELIVERED","description":"Message sent not delivered"},"error":{"groupId":1,"name":"EC_ABSENT_SUBSCRIBER","description":"Unknown subscriber","permanent":true},"callbackData":"{{{{{A}}}}}"}""",
            ],
            Join = (events, _) => $$$$$"""{"results": [{{{{{string.Join(',', events)}}}}}]}""",
            Sign = HookSigning.Basic("u", "p"),
            IsTimed = false,
            IsBatched = true,
            Reports = [(DeliveryStep.Delivered, A, A, false, "4915112345678"), (DeliveryStep.Bounced, A, A, true, "4915112345678")],
        },
        new()
        {
            Provider = "infobip-whatsapp",
            Secrets = new() { ["webhookUser"] = "u", ["webhookPassword"] = "p" },
            Events =
            [
                $$$$$"""{"messageId":"{{{{{A}}}}}","to":"4915112345678","sentAt":"2026-11-30T07:58:00.000+0000","doneAt":"2026-11-30T07:59:00.000+0000","status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"OK","name":"NO_ERROR","description":"No Error","permanent":false},"callbackData":"{{{{{A}}}}}"}""",
                $$$$$"""{"messageId":"{{{{{A}}}}}","to":"4915112345678","sentAt":"2026-11-30T07:58:00.000+0000","doneAt":"2026-11-30T07:59:30.000+0000","status":{"groupId":2,"groupName":"UNDELIVERABLE","name":"UNDELIVERABLE_NOT_DELIVERED","description":"Message sent not delivered"},"error":{"groupId":1,"name":"EC_ABSENT_SUBSCRIBER","description":"Unknown subscriber","permanent":true},"callbackData":"{{{{{A}}}}}"}""",
            ],
            Join = (events, _) => $$$$$"""{"results": [{{{{{string.Join(',', events)}}}}}]}""",
            Sign = HookSigning.Basic("u", "p"),
            IsTimed = false,
            IsBatched = true,
            Reports = [(DeliveryStep.Delivered, A, A, false, "4915112345678"), (DeliveryStep.Bounced, A, A, true, "4915112345678")],
        },
        new()
        {
            Provider = "sinch",
            Secrets = new() { ["webhookSecret"] = "sinch-secret" },
            Events =
            [
                $$$$$"""{"type":"recipient_delivery_report_sms","batch_id":"01F","recipient":"4915112345678","code":401,"status":"Dispatched","at":"2026-11-30T07:58:00.301Z","client_reference":"{{{{{A}}}}}"}""",
                $$$$$"""{"type":"recipient_delivery_report_sms","batch_id":"01F","recipient":"4915112345678","code":0,"status":"Delivered","at":"2026-11-30T07:59:00.301Z","client_reference":"{{{{{A}}}}}"}""",
                $$$$$"""{"type":"recipient_delivery_report_sms","batch_id":"01F","recipient":"4915112345678","code":300,"status":"Failed","at":"2026-11-30T07:59:30.301Z","client_reference":"{{{{{A}}}}}"}""",
            ],
            Sign = HookSigning.Sinch("sinch-secret"),
            Reports = [(DeliveryStep.Delivered, A, "01F", false, "4915112345678"), (DeliveryStep.Bounced, A, "01F", true, "4915112345678")],
        },
        new()
        {
            Provider = "rest",
            Secrets = new() { ["webhookSecret"] = "rest-secret" },
            Events =
            [
                $$$$$"""{"id":"r-1","type":"delivered","action":"{{{{{A}}}}}","message":"m-1","at":"2026-11-30T07:59:00Z","address":"kim@example.com"}""",
                $$$$$"""{"id":"r-2","type":"bounced","permanent":true,"action":"{{{{{A}}}}}","message":"m-1","at":"2026-11-30T07:59:30Z","address":"kim@example.com"}""",
            ],
            Join = (events, _) => $$$$$"""{"events": [{{{{{string.Join(',', events)}}}}}]}""",
            Sign = HookSigning.Rest("rest-secret"),
            IsBatched = true,
            Reports = [(DeliveryStep.Delivered, A, "m-1", false, "kim@example.com"), (DeliveryStep.Bounced, A, "m-1", true, "kim@example.com")],
        },
    ];
}
