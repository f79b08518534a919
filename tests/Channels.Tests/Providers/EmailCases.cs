namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>Providers of e-mail.</summary>
internal static class EmailCases
{
    public static IEnumerable<SendCase> All =>
    [
        new()
        {
            Provider = "sendgrid",
            Settings = new() { ["from"] = "news@shop.example", ["fromName"] = "Shop" },
            Secrets = new() { ["apiKey"] = "SG.key" },
            Address = "api.sendgrid.com/v3/mail/send",
            Headers = new() { ["Authorization"] = "Bearer SG.key" },
            Body = """{"personalizations":[{"to":[{"email":"kim@example.com","name":"Kim \"K\" Ö"}],"custom_args":{"cx_action":"0123456789abcdef0123456789abcdef"}}],"from":{"email":"news@shop.example","name":"Shop"},"subject":"Your order","content":[{"type":"text/plain","value":"Line one\nand \"two\" & <three>"},{"type":"text/html","value":"<p>Hi</p>"}],"categories":["late-order"],"headers":{"List-Unsubscribe":"<https://shop.example/u/1>","List-Unsubscribe-Post":"List-Unsubscribe=One-Click"}}""",
            Accepted = (202, ""),
            AcceptedHeader = ("X-Message-Id", "14c5d75ce93.dfd.64b469"),
            ProviderId = "14c5d75ce93.dfd.64b469",
            Refused = (400, """{"errors": [{"message": "Does not contain a valid address.", "field": "personalizations.0.to.0.email"}]}"""),
            RefusedText = "400 Bad Request: Does not contain a valid address.",
        },
        new()
        {
            Provider = "postmark",
            Settings = new() { ["from"] = "news@shop.example" },
            Secrets = new() { ["serverToken"] = "pm-token" },
            Address = "api.postmarkapp.com/email",
            Headers = new() { ["X-Postmark-Server-Token"] = "pm-token", ["Accept"] = "application/json" },
            Body = """{"From":"news@shop.example","To":"kim@example.com","Subject":"Your order","TextBody":"Line one\nand \"two\" & <three>","HtmlBody":"<p>Hi</p>","MessageStream":"outbound","Tag":"late-order","Metadata":{"cx_action":"0123456789abcdef0123456789abcdef"},"Headers":[{"Name":"List-Unsubscribe","Value":"<https://shop.example/u/1>"},{"Name":"List-Unsubscribe-Post","Value":"List-Unsubscribe=One-Click"}]}""",
            Accepted = (200, """{"To": "kim@example.com", "SubmittedAt": "2026-11-30T08:00:00Z", "MessageID": "b7bc2f4a-e38e-4336-af7d-e6c392c2f817", "ErrorCode": 0, "Message": "OK"}"""),
            ProviderId = "b7bc2f4a-e38e-4336-af7d-e6c392c2f817",
            Refused = (422, """{"ErrorCode": 406, "Message": "You tried to send to a recipient that has been marked as inactive."}"""),
            RefusedText = "422 Unprocessable Entity: You tried to send to a recipient that has been marked as inactive.",
        },
        new()
        {
            Provider = "mailgun",
            Settings = new() { ["domain"] = "mg.shop.example", ["from"] = "Shop <news@mg.shop.example>", ["host"] = "api.eu.mailgun.net" },
            Secrets = new() { ["apiKey"] = "mg-key" },
            Address = "api.eu.mailgun.net/v3/mg.shop.example/messages",
            Headers = new() { ["Authorization"] = "Basic YXBpOm1nLWtleQ==", ["Content-Type"] = "application/x-www-form-urlencoded" },
            Body = """from=Shop%20%3Cnews%40mg.shop.example%3E&to=kim%40example.com&subject=Your%20order&text=Line%20one%0Aand%20%22two%22%20%26%20%3Cthree%3E&html=%3Cp%3EHi%3C%2Fp%3E&o%3Atag=late-order&v%3Acx_action=0123456789abcdef0123456789abcdef&h%3AList-Unsubscribe=%3Chttps%3A%2F%2Fshop.example%2Fu%2F1%3E&h%3AList-Unsubscribe-Post=List-Unsubscribe%3DOne-Click""",
            Accepted = (200, """{"id": "<20261130080000.1.ABC@mg.shop.example>", "message": "Queued. Thank you."}"""),
            ProviderId = "20261130080000.1.ABC@mg.shop.example",
            Refused = (400, """{"message": "to parameter is not a valid address. please check documentation"}"""),
            RefusedText = "400 Bad Request: to parameter is not a valid address. please check documentation",
        },
        new()
        {
            Provider = "ses",
            Settings = new() { ["region"] = "eu-central-1", ["from"] = "news@shop.example", ["configurationSet"] = "events" },
            Secrets = new() { ["accessKey"] = "AKIDEXAMPLE", ["secretKey"] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
            Address = "email.eu-central-1.amazonaws.com/v2/email/outbound-emails",
            Headers = new()
            {
                ["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261130/eu-central-1/ses/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=",
                ["X-Amz-Date"] = "20261130T080000Z",
            },
            Body = """{"FromEmailAddress":"news@shop.example","Destination":{"ToAddresses":["kim@example.com"]},"ConfigurationSetName":"events","EmailTags":[{"Name":"cx_action","Value":"0123456789abcdef0123456789abcdef"}],"Content":{"Simple":{"Subject":{"Data":"Your order","Charset":"UTF-8"},"Body":{"Text":{"Data":"Line one\nand \"two\" & <three>","Charset":"UTF-8"},"Html":{"Data":"<p>Hi</p>","Charset":"UTF-8"}},"Headers":[{"Name":"List-Unsubscribe","Value":"<https://shop.example/u/1>"},{"Name":"List-Unsubscribe-Post","Value":"List-Unsubscribe=One-Click"}]}}}""",
            Accepted = (200, """{"MessageId": "0107018b-1-000000"}"""),
            ProviderId = "0107018b-1-000000",
            Refused = (400, """{"message": "Email address is not verified."}"""),
            RefusedText = "400 Bad Request: Email address is not verified.",
        },
        new()
        {
            Provider = "brevo",
            Settings = new() { ["from"] = "news@shop.example", ["fromName"] = "Shop" },
            Secrets = new() { ["apiKey"] = "xkeysib-1" },
            Address = "api.brevo.com/v3/smtp/email",
            Headers = new() { ["api-key"] = "xkeysib-1" },
            Body = """{"sender":{"email":"news@shop.example","name":"Shop"},"to":[{"email":"kim@example.com","name":"Kim \"K\" Ö"}],"subject":"Your order","textContent":"Line one\nand \"two\" & <three>","htmlContent":"<p>Hi</p>","tags":["late-order"],"headers":{"idempotencyKey":"0123456789abcdef0123456789abcdef","X-Mailin-custom":"0123456789abcdef0123456789abcdef","List-Unsubscribe":"<https://shop.example/u/1>","List-Unsubscribe-Post":"List-Unsubscribe=One-Click"}}""",
            Accepted = (201, """{"messageId": "<202611300800.1@smtp-relay.mailin.fr>"}"""),
            ProviderId = "<202611300800.1@smtp-relay.mailin.fr>",
            Refused = (400, """{"code": "invalid_parameter", "message": "email is not valid in to"}"""),
            RefusedText = "400 Bad Request: email is not valid in to",
        },
        new()
        {
            Provider = "rest",
            Settings = new() { ["url"] = "https://api.shop.example/messages" },
            Secrets = new() { ["token"] = "t0ken" },
            Address = "api.shop.example/messages",
            Headers = new() { ["Authorization"] = "Bearer t0ken", ["Idempotency-Key"] = SendCase.ActionId },
            Body = """{"id":"0123456789abcdef0123456789abcdef","channel":"email","to":"kim@example.com","name":"Kim \"K\" Ö","subject":"Your order","text":"Line one\nand \"two\" & <three>","html":"<p>Hi</p>","language":"en","values":{"order":"A-1","days":"2"}}""",
            Accepted = (200, """{"id": "m-1"}"""),
            ProviderId = "m-1",
            Refused = (400, """{"error": {"message": "no such address"}}"""),
            RefusedText = "400 Bad Request: no such address",
        },
    ];
}
