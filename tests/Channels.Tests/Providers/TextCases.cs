namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>Providers of text messages and calls.</summary>
internal static class TextCases
{
    private const string Number = "+4915112345678";

    public static IEnumerable<SendCase> All =>
    [
        new()
        {
            Provider = "twilio",
            Channel = "sms",
            To = Number,
            Settings = new() { ["account"] = "AC1", ["messagingService"] = "MG1", ["callback"] = "https://cx.shop.example/hooks/twilio" },
            Secrets = new() { ["authToken"] = "tw-token" },
            Address = "api.twilio.com/2010-04-01/Accounts/AC1/Messages.json",
            Headers = new() { ["Authorization"] = "Basic QUMxOnR3LXRva2Vu", ["Content-Type"] = "application/x-www-form-urlencoded" },
            Body = """To=%2B4915112345678&MessagingServiceSid=MG1&Body=Line%20one%0Aand%20%22two%22%20%26%20%3Cthree%3E&StatusCallback=https%3A%2F%2Fcx.shop.example%2Fhooks%2Ftwilio""",
            Accepted = (201, """{"sid": "SM1", "status": "queued", "error_code": null}"""),
            ProviderId = "SM1",
            Refused = (400, """{"code": 21211, "message": "The 'To' number is not a valid phone number.", "status": 400}"""),
            RefusedText = "400 Bad Request: The 'To' number is not a valid phone number.",
        },
        new()
        {
            Provider = "twilio",
            Channel = "whatsapp",
            To = Number,
            Settings = new() { ["account"] = "AC1", ["from"] = "+14155238886" },
            Template = ("HX1", null),
            Secrets = new() { ["authToken"] = "tw-token" },
            Address = "api.twilio.com/2010-04-01/Accounts/AC1/Messages.json",
            Body = """To=whatsapp%3A%2B4915112345678&From=whatsapp%3A%2B14155238886&ContentSid=HX1&ContentVariables=%7B%22order%22%3A%22A-1%22%2C%22days%22%3A%222%22%7D""",
            Accepted = (201, """{"sid": "SM2", "status": "queued"}"""),
            ProviderId = "SM2",
        },
        new()
        {
            Provider = "twilio-voice",
            Channel = "voice",
            To = Number,
            Settings = new() { ["account"] = "AC1", ["from"] = "+14155238886" },
            Secrets = new() { ["authToken"] = "tw-token" },
            Address = "api.twilio.com/2010-04-01/Accounts/AC1/Calls.json",
            Body = """To=%2B4915112345678&From=%2B14155238886&Twiml=%3CResponse%3E%3CSay%20language%3D%22en%22%3ELine%20one%0Aand%20%22two%22%20%26amp%3B%20%26lt%3Bthree%26gt%3B%3C%2FSay%3E%3C%2FResponse%3E""",
            Accepted = (201, """{"sid": "CA1", "status": "queued"}"""),
            ProviderId = "CA1",
        },
        new()
        {
            Provider = "vonage",
            Channel = "sms",
            To = Number,
            Settings = new() { ["application"] = "aaaa-bbbb", ["from"] = "Shop" },
            Secrets = new() { ["privateKey"] = Keys.RsaPem },
            Address = "api.nexmo.com/v1/messages",
            Headers = new() { ["Authorization"] = "Bearer eyJ" },
            Body = """{"message_type":"text","channel":"sms","from":"Shop","to":"4915112345678","text":"Line one\nand \"two\" & <three>","client_ref":"0123456789abcdef0123456789abcdef"}""",
            Accepted = (202, """{"message_uuid": "aaaa-1"}"""),
            ProviderId = "aaaa-1",
            Refused = (422, """{"type": "https://developer.vonage.com/api-errors/messages#1150", "title": "Invalid params", "detail": "The value of one or more parameters is invalid.", "instance": "1"}"""),
            RefusedText = "422 Unprocessable Entity: The value of one or more parameters is invalid.",
        },
        new()
        {
            Provider = "messagebird",
            Channel = "sms",
            To = Number,
            Settings = new() { ["workspace"] = "w-1", ["channel"] = "ch-1" },
            Secrets = new() { ["accessKey"] = "bird-key" },
            Address = "api.bird.com/workspaces/w-1/channels/ch-1/messages",
            Headers = new() { ["Authorization"] = "AccessKey bird-key" },
            Body = """{"receiver":{"contacts":[{"identifierKey":"phonenumber","identifierValue":"+4915112345678"}]},"reference":"0123456789abcdef0123456789abcdef","body":{"type":"text","text":{"text":"Line one\nand \"two\" & <three>"}}}""",
            Accepted = (202, """{"id": "3c6d204d", "channelId": "ch-1", "status": "accepted"}"""),
            ProviderId = "3c6d204d",
            Refused = (422, """{"code": "InvalidPayload", "message": "Invalid receiver"}"""),
            RefusedText = "422 Unprocessable Entity: Invalid receiver",
        },
        new()
        {
            Provider = "infobip",
            Channel = "sms",
            To = Number,
            Settings = new() { ["host"] = "xyz.api.infobip.com", ["from"] = "Shop", ["callback"] = "https://cx.shop.example/hooks/infobip" },
            Secrets = new() { ["apiKey"] = "ib-key" },
            Address = "xyz.api.infobip.com/sms/3/messages",
            Headers = new() { ["Authorization"] = "App ib-key" },
            Body = """{"messages":[{"sender":"Shop","destinations":[{"to":"4915112345678","messageId":"0123456789abcdef0123456789abcdef"}],"content":{"text":"Line one\nand \"two\" & <three>"},"webhooks":{"delivery":{"url":"https://cx.shop.example/hooks/infobip"},"contentType":"application/json","callbackData":"0123456789abcdef0123456789abcdef"}}]}""",
            Accepted = (200, """{"messages": [{"messageId": "0123456789abcdef0123456789abcdef", "status": {"groupId": 1, "groupName": "PENDING", "id": 26, "name": "PENDING_ACCEPTED", "description": "Message accepted, pending for delivery."}, "destination": "4915112345678"}]}"""),
            ProviderId = SendCase.ActionId,
            Refused = (200, """{"messages": [{"messageId": "1", "status": {"groupId": 5, "groupName": "REJECTED", "name": "REJECTED_NETWORK", "description": "Network is forbidden"}}]}"""),
            RefusedText = "200 OK: Network is forbidden",
        },
        new()
        {
            Provider = "sinch",
            Channel = "sms",
            To = Number,
            Settings = new() { ["plan"] = "plan1", ["from"] = "Shop" },
            Secrets = new() { ["apiToken"] = "si-token" },
            Address = "eu.sms.api.sinch.com/xms/v1/plan1/batches",
            Headers = new() { ["Authorization"] = "Bearer si-token" },
            Body = """{"from":"Shop","to":["+4915112345678"],"body":"Line one\nand \"two\" & <three>","client_reference":"0123456789abcdef0123456789abcdef","delivery_report":"per_recipient"}""",
            Accepted = (201, """{"id": "01FC66621XXXXX119Z8PMV1QPQ", "to": ["4915112345678"], "canceled": false}"""),
            ProviderId = "01FC66621XXXXX119Z8PMV1QPQ",
            Refused = (400, """{"code": "syntax_invalid_parameter_format", "text": "Invalid value for: to"}"""),
            RefusedText = "400 Bad Request: Invalid value for: to",
        },
    ];
}
