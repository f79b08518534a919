namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>Chat systems of teams, and push services.</summary>
internal static class TeamAndPushCases
{
    public static IEnumerable<SendCase> All =>
    [
        new()
        {
            Provider = "slack",
            Channel = "slack",
            To = "#sales",
            Secrets = new() { ["address"] = "https://hooks.slack.com/services/T0/B0/xyz" },
            Address = "hooks.slack.com/services/T0/B0/xyz",
            Body = """{"text":"*Your order*\nLine one\nand \"two\" &amp; &lt;three&gt;"}""",
            Accepted = (200, "ok"),
            Refused = (400, "invalid_payload"),
            RefusedText = "400 Bad Request: invalid_payload",
        },
        new()
        {
            Provider = "teams",
            Channel = "teams",
            To = "sales",
            Secrets = new() { ["address"] = "https://prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?api-version=2016-06-01&sig=abc%2Bd" },
            Address = "prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?api-version=2016-06-01&sig=abc%2Bd",
            Body = """{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","type":"AdaptiveCard","version":"1.4","body":[{"type":"TextBlock","text":"Your order","weight":"Bolder"},{"type":"TextBlock","text":"Line one\nand \"two\" & <three>","wrap":true}]}}]}""",
            Accepted = (202, ""),
            Refused = (400, """{"error": {"code": "InvalidRequest", "message": "The card is not valid."}}"""),
            RefusedText = "400 Bad Request: The card is not valid.",
        },
        new()
        {
            Provider = "google-chat",
            Channel = "google-chat",
            To = "sales",
            Secrets = new() { ["address"] = "https://chat.googleapis.com/v1/spaces/S/messages?key=k&token=t" },
            Address = "chat.googleapis.com/v1/spaces/S/messages?key=k&token=t",
            Body = """{"text":"*Your order*\nLine one\nand \"two\" & <three>"}""",
            Accepted = (200, """{"name": "spaces/S/messages/M.M"}"""),
            ProviderId = "spaces/S/messages/M.M",
            Refused = (400, """{"error": {"code": 400, "message": "Invalid JSON payload received.", "status": "INVALID_ARGUMENT"}}"""),
            RefusedText = "400 Bad Request: Invalid JSON payload received.",
        },
        new()
        {
            Provider = "mattermost",
            Channel = "mattermost",
            To = "sales",
            Secrets = new() { ["address"] = "https://chat.shop.example/hooks/abc" },
            Settings = new() { ["channel"] = "sales" },
            Address = "chat.shop.example/hooks/abc",
            Body = """{"channel":"sales","text":"**Your order**\n\nLine one\nand \"two\" & <three>"}""",
            Accepted = (200, "ok"),
            Refused = (400, """{"id": "web.incoming_webhook.text.app_error", "message": "No text specified.", "status_code": 400}"""),
            RefusedText = "400 Bad Request: No text specified.",
        },
        new()
        {
            Provider = "fcm",
            Channel = "push",
            To = "device-token",
            Settings = new() { ["project"] = "shop" },
            Secrets = new() { ["account"] = Keys.GoogleAccount },
            Address = "fcm.googleapis.com/v1/projects/shop/messages:send",
            Headers = new() { ["Authorization"] = "Bearer ya29.token" },
            Body = """{"message":{"token":"device-token","notification":{"title":"Your order","body":"Line one\nand \"two\" & <three>"},"data":{"order":"A-1","days":"2"}}}""",
            Accepted = (200, """{"name": "projects/shop/messages/0:1"}"""),
            ProviderId = "projects/shop/messages/0:1",
            Refused = (404, """{"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND", "details": [{"errorCode": "UNREGISTERED"}]}}"""),
            RefusedText = "404 Not Found: Requested entity was not found.",
        },
        new()
        {
            Provider = "apns",
            Channel = "push",
            To = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0",
            Settings = new() { ["topic"] = "example.shop", ["team"] = "TEAM123456", ["keyId"] = "ABC123DEFG" },
            Secrets = new() { ["key"] = Keys.CurvePem },
            Address = "api.push.apple.com/3/device/00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0",
            Headers = new() { ["apns-topic"] = "example.shop", ["apns-push-type"] = "alert", ["Authorization"] = "Bearer eyJ" },
            Body = """{"aps":{"alert":{"title":"Your order","body":"Line one\nand \"two\" & <three>"}},"data":{"order":"A-1","days":"2"}}""",
            Accepted = (200, ""),
            AcceptedHeader = ("apns-id", "eabeae54-14a8-11e5-b60b-1697f925ec7b"),
            ProviderId = "eabeae54-14a8-11e5-b60b-1697f925ec7b",
            Refused = (410, """{"reason": "Unregistered", "timestamp": 1629998000000}"""),
            RefusedText = "410 Gone: Unregistered",
        },
        new()
        {
            Provider = "fcm",
            Channel = "push",
            To = "device-token",
            Settings = new() { ["project"] = "shop" },
            Secrets = new() { ["account"] = Keys.GoogleAccount },
            Link = ("https://shop.example/orders/4711", "https://shop.example/parcel.png"),
            Address = "fcm.googleapis.com/v1/projects/shop/messages:send",
            Headers = new() { ["Authorization"] = "Bearer ya29.token" },
            Body = """{"message":{"token":"device-token","notification":{"title":"Your order","body":"Line one\nand \"two\" & <three>","image":"https://shop.example/parcel.png"},"data":{"link":"https://shop.example/orders/4711","order":"A-1","days":"2"}}}""",
            Accepted = (200, """{"name": "projects/shop/messages/0:1"}"""),
            ProviderId = "projects/shop/messages/0:1",
            Refused = (404, """{"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND", "details": [{"errorCode": "UNREGISTERED"}]}}"""),
            RefusedText = "404 Not Found: Requested entity was not found.",
        },
        new()
        {
            Provider = "apns",
            Channel = "push",
            To = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0",
            Settings = new() { ["topic"] = "example.shop", ["team"] = "TEAM123456", ["keyId"] = "ABC123DEFG" },
            Secrets = new() { ["key"] = Keys.CurvePem },
            Link = ("https://shop.example/orders/4711", "https://shop.example/parcel.png"),
            Address = "api.push.apple.com/3/device/00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0",
            Headers = new() { ["apns-topic"] = "example.shop", ["apns-push-type"] = "alert", ["Authorization"] = "Bearer eyJ" },
            Body = """{"aps":{"alert":{"title":"Your order","body":"Line one\nand \"two\" & <three>"}},"data":{"link":"https://shop.example/orders/4711","image":"https://shop.example/parcel.png","order":"A-1","days":"2"}}""",
            Accepted = (200, ""),
            AcceptedHeader = ("apns-id", "eabeae54-14a8-11e5-b60b-1697f925ec7b"),
            ProviderId = "eabeae54-14a8-11e5-b60b-1697f925ec7b",
            Refused = (410, """{"reason": "Unregistered", "timestamp": 1629998000000}"""),
            RefusedText = "410 Gone: Unregistered",
        },
    ];
}
