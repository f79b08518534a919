namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>WhatsApp and RCS: the text within the customer's 24 hours, a template of the provider otherwise.</summary>
internal static class TemplateCases
{
    private const string Number = "+4915112345678";
    private const string Id = SendCase.ActionId;
    private const string InfobipTaken = """{"messageId": "0123456789abcdef0123456789abcdef", "status": {"groupId": 1, "groupName": "PENDING", "id": 7, "name": "PENDING_ENROUTE", "description": "Message sent to next instance"}}""";

    private static readonly (int, string) InfobipRefused = (200, """{"messages": [{"messageId": "1", "status": {"groupId": 5, "groupName": "REJECTED", "name": "REJECTED_NETWORK", "description": "Network is forbidden"}}]}""");

    public static IEnumerable<SendCase> All => [.. Twilio, .. Vonage, .. Bird, .. Infobip];

    private static IEnumerable<SendCase> Twilio
    {
        get
        {
            var rcs = new SendCase
            {
                Provider = "twilio",
                Channel = "rcs",
                To = Number,
                Settings = new() { ["account"] = "AC1", ["from"] = "shop_agent" },
                Secrets = new() { ["authToken"] = "tw-token" },
                Address = "api.twilio.com/2010-04-01/Accounts/AC1/Messages.json",
                Body = "To=rcs%3A%2B4915112345678&From=rcs%3Ashop_agent&Body=Line%20one%0Aand%20%22two%22%20%26%20%3Cthree%3E",
                Accepted = (201, """{"sid": "SM3", "status": "queued"}"""),
                ProviderId = "SM3",
            };
            return
            [
                rcs,
                rcs with
                {
                    Template = ("HX2", null),
                    Body = "To=rcs%3A%2B4915112345678&From=rcs%3Ashop_agent&ContentSid=HX2&ContentVariables=%7B%22order%22%3A%22A-1%22%2C%22days%22%3A%222%22%7D",
                },
            ];
        }
    }

    /// <summary>Per the reference of the Messages API: a template is WhatsApp's alone.</summary>
    private static IEnumerable<SendCase> Vonage
    {
        get
        {
            var text = new SendCase
            {
                Provider = "vonage",
                Channel = "whatsapp",
                To = Number,
                Settings = new() { ["application"] = "aaaa-bbbb", ["from"] = "+447700900000" },
                Secrets = new() { ["privateKey"] = Keys.RsaPem },
                Address = "api.nexmo.com/v1/messages",
                Body = """{"message_type":"text","channel":"whatsapp","from":"447700900000","to":"4915112345678","text":"Line one\nand \"two\" & <three>","client_ref":"0123456789abcdef0123456789abcdef"}""",
                Accepted = (202, """{"message_uuid": "aaaa-2"}"""),
                ProviderId = "aaaa-2",
            };
            return
            [
                text,
                text with
                {
                    Template = ("order_late", "en_US"),
                    Body = """{"message_type":"template","channel":"whatsapp","from":"447700900000","to":"4915112345678","template":{"name":"order_late","parameters":["A-1","2"]},"whatsapp":{"policy":"deterministic","locale":"en_US"},"client_ref":"0123456789abcdef0123456789abcdef"}""",
                },
                text with { Channel = "rcs", Template = ("order_late", "en_US"), Body = text.Body.Replace("whatsapp", "rcs", StringComparison.Ordinal) },
            ];
        }
    }

    /// <summary>Per the reference of the Channels API: a message has either a body or a template.</summary>
    private static IEnumerable<SendCase> Bird
    {
        get
        {
            var text = new SendCase
            {
                Provider = "messagebird",
                Channel = "whatsapp",
                To = Number,
                Settings = new() { ["workspace"] = "w-1", ["channel"] = "ch-1" },
                Secrets = new() { ["accessKey"] = "bird-key" },
                Address = "api.bird.com/workspaces/w-1/channels/ch-1/messages",
                Body = """{"receiver":{"contacts":[{"identifierKey":"phonenumber","identifierValue":"+4915112345678"}]},"reference":"0123456789abcdef0123456789abcdef","body":{"type":"text","text":{"text":"Line one\nand \"two\" & <three>"}}}""",
                Accepted = (202, """{"id": "3c6d204e", "status": "accepted"}"""),
                ProviderId = "3c6d204e",
            };
            return
            [
                text,
                text with
                {
                    Template = ("ce6a2fd6-b2fa-4f5a-a2cd-f3bd15883318", "en"),
                    Body = """{"receiver":{"contacts":[{"identifierKey":"phonenumber","identifierValue":"+4915112345678"}]},"reference":"0123456789abcdef0123456789abcdef","template":{"projectId":"ce6a2fd6-b2fa-4f5a-a2cd-f3bd15883318","version":"latest","locale":"en","variables":{"order":"A-1","days":"2"}}}""",
                },
            ];
        }
    }

    /// <summary>Per the references of WhatsApp's text and template messages: a text is one message, templates are a list.</summary>
    private static IEnumerable<SendCase> Infobip
    {
        get
        {
            var text = new SendCase
            {
                Provider = "infobip-whatsapp",
                Channel = "whatsapp",
                To = Number,
                Settings = new() { ["host"] = "xyz.api.infobip.com", ["from"] = "+441134960000", ["callback"] = "https://cx.shop.example/hooks/infobip" },
                Secrets = new() { ["apiKey"] = "ib-key" },
                Address = "xyz.api.infobip.com/whatsapp/1/message/text",
                Headers = new() { ["Authorization"] = "App ib-key" },
                Body = """{"from":"441134960000","to":"4915112345678","messageId":"0123456789abcdef0123456789abcdef","content":{"text":"Line one\nand \"two\" & <three>"},"callbackData":"0123456789abcdef0123456789abcdef","notifyUrl":"https://cx.shop.example/hooks/infobip"}""",
                Accepted = (200, InfobipTaken),
                ProviderId = Id,
                Refused = InfobipRefused,
                RefusedText = "200 OK: Network is forbidden",
            };
            return
            [
                text,
                text with
                {
                    Template = ("order_late", "en"),
                    Address = "xyz.api.infobip.com/whatsapp/1/message/template",
                    Body = """{"messages":[{"from":"441134960000","to":"4915112345678","messageId":"0123456789abcdef0123456789abcdef","content":{"templateName":"order_late","templateData":{"body":{"placeholders":["A-1","2"]}},"language":"en"},"callbackData":"0123456789abcdef0123456789abcdef","notifyUrl":"https://cx.shop.example/hooks/infobip"}]}""",
                    Accepted = (200, $$"""{"messages": [{{InfobipTaken}}], "bulkId": "b-1"}"""),
                },
            ];
        }
    }
}
