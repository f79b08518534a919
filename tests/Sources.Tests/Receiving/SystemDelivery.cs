using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Kinds;

namespace CxOrchestrator.Sources.Tests.Receiving;

/// <summary>What a system posts, and how it proves that it did.</summary>
internal sealed record SystemDelivery
{
    public const string Secret = "a secret of today";
    public const string Before = "a secret of yesterday";

    public static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    public required string Kind { get; init; }

    /// <summary>Type of the touchpoint that comes of it.</summary>
    public required string Type { get; init; }

    /// <summary>The body; <c>#</c> is the number of the event, <c>@ms</c> and <c>@s</c> are the time.</summary>
    public required string Body { get; init; }

    /// <summary>Headers for a body, a secret and a time of signing; the header <c>?</c> is the query.</summary>
    public required Func<string, string, DateTimeOffset, (string Name, string Value)[]> Proof { get; init; }

    /// <summary>Names of the connection's secrets; they have the same value here.</summary>
    public string[] Secrets { get; init; } = ["secret"];

    /// <summary>The proof is one of the body.</summary>
    public bool SignsBody { get; init; } = true;

    /// <summary>The proof is one of the time too.</summary>
    public bool SignsTime { get; init; }

    public static ImmutableArray<SystemDelivery> All { get; } =
    [
        new()
        {
            Kind = "shopify", Type = "order.placed", Body = """{"id":100#,"order_number":7,"name":"No. 7","customer":{"id":42},"line_items":[],"current_total_price":"9.90","currency":"EUR"}""",
            Proof = (body, secret, _) => [("X-Shopify-Topic", "orders/create"), ("X-Shopify-Webhook-Id", $"d-{body[9]}"), ("X-Shopify-Hmac-SHA256", Base64(Hmac256(secret, body)))],
        },
        new()
        {
            Kind = "zendesk", Type = "ticket.opened", SignsTime = true,
            Body = """{"type":"zen:event-type:ticket.created","id":"e-#","time":"2026-11-30T11:59:00Z","detail":{"id":"35","requester_id":"7","subject":"Late","description":"It is late","status":"OPEN"},"event":{}}""",
            Proof = (body, secret, at) =>
            {
                var stamp = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                return [("X-Zendesk-Webhook-Signature", Base64(Hmac256(secret, stamp + body))), ("X-Zendesk-Webhook-Signature-Timestamp", stamp)];
            },
        },
        new()
        {
            Kind = "sunshine-conversations", Type = "chat.messageReceived", SignsBody = false,
            Body = """{"events":[{"id":"e-#","type":"conversation:message","createdAt":"2026-11-30T11:59:00Z","payload":{"conversation":{"id":"c-1"},"message":{"received":"2026-11-30T11:59:00Z","author":{"type":"user","userId":"u-1"},"content":{"type":"text","text":"Where is it?"}}}}]}""",
            Proof = (_, secret, _) => [("X-API-Key", secret)],
        },
        new()
        {
            Kind = "hubspot", Type = "customer.created", SignsTime = true,
            Body = """[{"eventId":#,"subscriptionId":1,"portalId":2,"occurredAt":@ms,"subscriptionType":"contact.creation","objectId":123}]""",
            Proof = (body, secret, at) =>
            {
                var stamp = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
                return [("X-HubSpot-Signature-v3", Base64(Hmac256(secret, $"POST{Address("")}{body}{stamp}"))), ("X-HubSpot-Request-Timestamp", stamp)];
            },
        },
        new()
        {
            Kind = "hubspot", Type = "customer.created", Body = """[{"eventId":#,"subscriptionId":9,"portalId":2,"occurredAt":@ms,"subscriptionType":"contact.creation","objectId":123}]""",
            Proof = (body, secret, _) => [("X-HubSpot-Signature", Convert.ToHexStringLower(SHA256.HashData(Utf8(secret + body))))],
        },
        new()
        {
            Kind = "salesforce", Type = "customer.created", Secrets = ["token"], SignsBody = false,
            Body = """{"specversion":"1.0","id":"e-#","type":"change","source":"crm","data":{"payload":{"ChangeEventHeader":{"entityName":"Contact","changeType":"CREATE","recordIds":["003A"],"commitTimestamp":@ms},"Email":"ann@shop.test","Name":"Ann"}}}""",
            Proof = (_, secret, _) => [("Authorization", $"Bearer {secret}")],
        },
        new()
        {
            Kind = "surveymonkey", Type = "survey.answered",
            Body = """{"name":"hook","event_type":"response_completed","event_id":"1#","event_datetime":"2026-11-30T11:59:00Z","object_type":"response","object_id":"5#","resources":{"respondent_id":"5","recipient_id":"22","survey_id":"3","collector_id":"4"}}""",
            Proof = (body, secret, _) => [("Sm-Signature", Base64(Hmac1($"client&{secret}", body)))],
        },
        new()
        {
            Kind = "qualtrics", Type = "survey.answered", Body = """{"ResponseID":"R_#","SurveyID":"SV_1","CompletedDate":"2026-11-30T11:59:00Z","Email":"ann@shop.test","nps":3}""",
            Proof = (body, secret, _) => [("form", $"Topic=surveyengine.completedResponse.SV_1&HMAC={Convert.ToHexStringLower(HMACSHA512.HashData(Utf8(secret), Utf8(body)))}")],
        },
        new()
        {
            Kind = "medallia", Type = "survey.answered", Secrets = ["user", "password"], SignsBody = false,
            Body = """{"surveyId":"m-#","responseDate":"2026-11-30T11:59:00Z","customerId":"ann","ltr":2,"comment":"Too slow"}""", Proof = (_, secret, _) => [Basic(secret, secret)],
        },
        new()
        {
            Kind = "sprinklr", Type = "social.messageReceived", Secrets = ["key", "token"], SignsBody = false,
            Body = """{"id":"s-#","type":"message.created","eventTime":@ms,"payload":{"senderProfile":{"universalProfileId":"u-1"},"channelType":"FACEBOOK","content":{"text":"Where is it?"}}}""",
            Proof = (_, secret, _) => [("?", $"key={Uri.EscapeDataString(secret)}"), ("Authorization", $"Bearer {secret}")],
        },
        new()
        {
            Kind = "hootsuite", Type = "social.messageReceived", Secrets = ["key"], SignsBody = false,
            Body = """[{"seq_no":#,"type":"com.hootsuite.inbox.message.event.v1","data":{"author":{"id":"7"},"network":"FACEBOOK","timestamp":"2026-11-30T11:59:00Z","message":{"id":"m","text":"Where is it?"}}}]""",
            Proof = (_, secret, _) => [("?", $"key={Uri.EscapeDataString(secret)}")],
        },
        new()
        {
            Kind = "brandwatch", Type = "social.mention", Secrets = ["token"], SignsBody = false,
            Body = """{"results":[{"guid":"g-#","date":"2026-11-30T11:59:00Z","twitterAuthorId":"77","snippet":"Late again","pageType":"twitter"}]}""", Proof = (_, secret, _) => [("Authorization", $"Bearer {secret}")],
        },
        new()
        {
            Kind = "segment", Type = "customer.updated", Body = """{"type":"identify","messageId":"m-#","userId":"ann","timestamp":"2026-11-30T11:59:00Z","traits":{"email":"ann@shop.test"}}""",
            Proof = (body, secret, _) => [("X-Signature", Convert.ToHexStringLower(Hmac1(secret, body)))],
        },
        new()
        {
            Kind = "segment", Type = "page.viewed", Secrets = ["writeKey"], SignsBody = false,
            Body = """{"batch":[{"type":"page","messageId":"m-#","anonymousId":"a-1","timestamp":"2026-11-30T11:59:00Z","name":"Cart","properties":{"url":"https://shop.test/cart"}}]}""", Proof = (_, secret, _) => [Basic(secret, "")],
        },
        new()
        {
            Kind = "ga4", Type = "order.placed", SignsBody = false,
            Body = """{"client_id":"c-1","user_id":"ann","timestamp_micros":1796039940000000,"events":[{"name":"purchase","params":{"event_id":"g-#","transaction_id":"T1","value":9.9,"currency":"EUR"}}]}""",
            Proof = (_, secret, _) => [("?", $"measurement_id=G-1&api_secret={Uri.EscapeDataString(secret)}")],
        },
        new()
        {
            Kind = "adobe-analytics", Type = "page.viewed", Secrets = ["token"], SignsBody = false, Body = """{"hitIdHigh":"12#","hitIdLow":"34","timeGMT":@s,"mcVisId":"v-1","pageName":"Cart"}""",
            Proof = (_, secret, _) => [("Authorization", $"Bearer {secret}")],
        },
        new()
        {
            Kind = "drift", Type = "chat.messageReceived", Secrets = ["token"], SignsBody = false,
            Body = """{"type":"new_message","orgId":1,"data":{"id":#,"conversationId":2,"body":"Where is it?","createdAt":@ms,"author":{"type":"contact","id":9}}}""",
            Proof = (_, secret, _) => [("X-Verification-Token", secret)],
        },
        new()
        {
            Kind = "intercom", Type = "chat.started",
            Body = """{"type":"notification_event","id":"n-#","topic":"conversation.user.created","created_at":@s,"data":{"item":{"type":"conversation","id":"c-1","source":{"body":"<p>Late</p>","author":{"email":"ann@shop.test"}}}}}""",
            Proof = (body, secret, _) => [("X-Hub-Signature", $"sha1={Convert.ToHexStringLower(Hmac1(secret, body))}")],
        },
        new()
        {
            Kind = "freshdesk", Type = "ticket.opened", Secrets = ["user", "password"], SignsBody = false,
            Body = """{"freshdesk_webhook":{"event_id":"f-#","triggered_event":"{ticket_action:created}","ticket_id":7,"ticket_requester_email":"ann@shop.test","ticket_description":"Late","ticket_created_at":"2026-11-30T11:59:00Z"}}""",
            Proof = (_, secret, _) => [Basic(secret, secret)],
        },
        new()
        {
            Kind = "customerio", Type = "campaign.opened", SignsTime = true, Body = """{"event_id":"c-#","object_type":"email","metric":"opened","timestamp":@s,"data":{"identifiers":{"id":"ann"},"campaign_id":1}}""",
            Proof = (body, secret, at) =>
            {
                var stamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                return [("X-CIO-Signature", Convert.ToHexStringLower(Hmac256(secret, $"v0:{stamp}:{body}"))), ("X-CIO-Timestamp", stamp)];
            },
        },
        new()
        {
            Kind = "stripe", Type = "invoice.paid", SignsTime = true,
            Body = """{"id":"evt_#","type":"invoice.paid","created":@s,"livemode":true,"data":{"object":{"object":"invoice","id":"in_1","customer":"cus_1","amount_paid":1999,"currency":"eur"}}}""",
            Proof = (body, secret, at) =>
            {
                var stamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                return [("Stripe-Signature", $"t={stamp},v1={Convert.ToHexStringLower(Hmac256(secret, $"{stamp}.{body}"))}")];
            },
        },
        new()
        {
            Kind = "woocommerce", Type = "order.placed",
            Body = """{"id":7#,"number":"7","status":"pending","date_created_gmt":"2026-11-30T11:59:00","customer_id":3,"total":"9.90","currency":"EUR","line_items":[{"name":"Cup"}],"billing":{"email":"ann@shop.test"}}""",
            Proof = (body, secret, _) => [("X-WC-Webhook-Topic", "order.created"), ("X-WC-Webhook-Delivery-ID", $"d-{body[7]}"), ("X-WC-Webhook-Signature", Base64(Hmac256(secret, body)))],
        },
        new()
        {
            Kind = "messenger", Type = "chat.messageReceived", Secrets = ["secret", "verifyToken"],
            Body = """{"object":"page","entry":[{"id":"p","messaging":[{"sender":{"id":"u-1"},"recipient":{"id":"p"},"timestamp":@ms,"message":{"mid":"m-#","text":"Where is it?"}}]}]}""",
            Proof = (body, secret, _) => [("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(Hmac256(secret, body))}")],
        },
        new()
        {
            Kind = "x", Type = "social.mention", Body = """{"for_user_id":"1","tweet_create_events":[{"id_str":"9#","timestamp_ms":"@ms","text":"Late again","user":{"id_str":"2","screen_name":"ann"}}]}""",
            Proof = (body, secret, _) => [("X-Twitter-Webhooks-Signature", $"sha256={Base64(Hmac256(secret, body))}")],
        },
        new()
        {
            Kind = "braze", Type = "campaign.opened", Secrets = ["token"], SignsBody = false,
            Body = """{"events":[{"id":"b-#","event_type":"users.messages.email.Open","time":@s,"user":{"external_user_id":"ann"},"properties":{}}]}""", Proof = (_, secret, _) => [("Authorization", $"Bearer {secret}")],
        },
        new()
        {
            Kind = "mixpanel", Type = "cart.viewed", SignsBody = false, Body = """[{"event":"Cart Viewed","properties":{"distinct_id":"ann","$insert_id":"i-#","time":@s,"token":"t"}}]""",
            Proof = (_, secret, _) => [Basic(secret, "")],
        },
        new()
        {
            Kind = "iterable", Type = "campaign.opened", Secrets = ["token"], SignsBody = false,
            Body = """{"email":"ann@shop.test","userId":"ann","eventName":"emailOpen","dataFields":{"messageId":"m-#","campaignName":"Sale","createdAt":"2026-11-30 11:59:00 +00:00"}}""",
            Proof = (_, secret, _) => [("X-Cx-Token", secret)],
        },
        new()
        {
            Kind = "olark", Type = "chat.started", Secrets = ["key"], SignsBody = false,
            Body = """{"kind":"Conversation","id":"o-#","visitor":{"id":"v-1","emailAddress":"ann@shop.test"},"items":[{"kind":"MessageToOperator","timestamp":"@ms","body":"Where is it?"}]}""",
            Proof = Key,
        },
        new()
        {
            Kind = "refiner", Type = "survey.answered", Secrets = ["key"], SignsBody = false,
            Body = """{"uuid":"c-1","remote_id":"ann","email":"ann@shop.test","triggered_event":"Completed Survey","form":{"name":"NPS"},"response":{"uuid":"r-#","completed_at":"2026-11-30 11:59:00","data":{"nps":3,"comment":"Late"}}}""",
            Proof = Key,
        },
        new()
        {
            Kind = "satismeter", Type = "survey.answered", Secrets = ["key"], SignsBody = false,
            Body = """{"event":"completed","campaign":"NPS","response":{"id":"s-#","created":"2026-11-30T11:59:00Z","rating":2,"feedback":"Late","user":{"userId":"ann","email":"ann@shop.test"}}}""",
            Proof = Key,
        },
        new()
        {
            Kind = "gainsightpx", Type = "survey.answered", Secrets = ["key"], SignsBody = false,
            Body = """{"user":{"aptrinsicId":"a-1","identifyId":"ann","email":"ann@shop.test"},"event":{"eventType":"SURVEY","eventId":"g-#","date":@ms,"contentType":"IN_APP_NPS","score":3,"comment":"Late"}}""",
            Proof = Key,
        },
        new()
        {
            Kind = "webhook", Type = "parcel.lost",
            Body = """{"id":"w-#","type":"parcel.lost","at":"2026-11-30T11:59:00Z","customer":"ann","data":{"order":"7"}}""",
            Proof = (body, secret, _) => [("X-Signature", Convert.ToHexStringLower(Hmac256(secret, body)))],
        },
    ];

    public SourceDefinition Definition => BuiltInSources.All.Single(s => s.Id == Kind);

    public SourceConnection Connection => new() { Id = "one", Name = "One", Source = Kind, Settings = Kind == "surveymonkey" ? [new("clientId", "client")] : [] };

    public IReadOnlyDictionary<string, string> Set(string value) => Secrets.ToDictionary(s => s, _ => value, StringComparer.Ordinal);

    public string BodyOf(int number) => Body
        .Replace("#", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("@ms", Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("@s,", $"{Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)},", StringComparison.Ordinal);

    /// <summary>The request, and on purpose with another body than the one that its proof is of.</summary>
    public WebhookRequest Request(string body, string? secret = Secret, DateTimeOffset? at = null, string? proofOf = null)
    {
        var proof = secret is null ? [] : Proof(proofOf ?? body, secret, at ?? Now);
        var form = proof.FirstOrDefault(p => p.Name == "form").Value;
        return new WebhookRequest
        {
            Method = "POST",
            Url = new Uri(Address(proof.FirstOrDefault(p => p.Name == "?").Value)),
            Headers =
            [
                new("Content-Type", form is null ? "application/json" : "application/x-www-form-urlencoded"),
                .. proof.Where(p => p.Name is not ("?" or "form")).Select(p => KeyValuePair.Create(p.Name, p.Value)),
            ],
            Body = Utf8(form is null ? body : $"{form}&MSG={Uri.EscapeDataString(body)}"),
        };
    }

    private static string Address(string? query) => $"https://cx.shop.test/v1/sources/one/events{(query is { Length: > 0 } ? $"?{query}" : "")}";

    private static (string Name, string Value)[] Key(string body, string secret, DateTimeOffset at) => [("?", $"key={Uri.EscapeDataString(secret)}")];

    private static (string Name, string Value) Basic(string user, string password) => ("Authorization", $"Basic {Base64(Utf8($"{user}:{password}"))}");

    private static byte[] Hmac256(string secret, string text) => HMACSHA256.HashData(Utf8(secret), Utf8(text));

#pragma warning disable CA5350 // These systems sign so.
    private static byte[] Hmac1(string secret, string text) => HMACSHA1.HashData(Utf8(secret), Utf8(text));
#pragma warning restore CA5350

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
