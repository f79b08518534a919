using System.Text;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Channels.Tests.Providers;
using CxOrchestrator.Channels.Tests.Sns;
using CxOrchestrator.Definitions;
using CxOrchestrator.Storage.Deliveries;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace CxOrchestrator.Channels.Tests.Http;

/// <summary>What single providers' webhooks have of their own.</summary>
public sealed class ProviderWebhookTests
{
    private static HookCase Twilio => HookCases.All.First(c => c.Provider == "twilio");

    private static HookCase Vonage => HookCases.All.First(c => c.Provider == "vonage");

    [Fact]
    public void Read_PublishedTwilioSignature_IsGenuine()
    {
        var request = new WebhookRequest
        {
            Method = "POST",
            Url = new Uri("https://mycompany.com/myapp.php?foo=1&bar=2"),
            Headers = [new("content-type", "application/x-www-form-urlencoded; charset=UTF-8"), new("x-twilio-signature", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")],
            Body = "To=%2B18005551212&CallSid=CA1234567890ABCDE&From=%2B12349013030&Digits=1234&Caller=%2B12349013030"u8.ToArray(),
        };

        Assert.Null((Twilio with { Secrets = new() { ["authToken"] = "12345" } }).Read(request).Refusal);
        Assert.NotNull((Twilio with { Secrets = new() { ["authToken"] = "12345" } }).Read(request with { Url = new Uri("https://mycompany.com/myapp.php?foo=1&bar=3") }).Refusal);
    }

    [Theory]
    [InlineData("MessageSid=SM9&SmsStatus=received&From=%2B4915112345678&To=%2B14155238886&Body=Thanks%21", DeliveryStep.Replied, "Thanks!")]
    [InlineData("MessageSid=SM9&SmsStatus=received&OptOutType=STOP&From=%2B4915112345678&To=%2B14155238886&Body=STOP", DeliveryStep.Unsubscribed, "STOP")]
    public void Read_TwilioInbound_IsOfTheCustomersNumber(string body, DeliveryStep step, string text)
    {
        var report = Assert.Single(Twilio.Read(Twilio.Request([body], HookCase.Now)).Reports);

        Assert.Equal((step, "+4915112345678", text, null), (report.Step, report.Address, report.Text, report.ProviderId));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("RS256")]
    [InlineData("HS512")]
    public void Read_TokenWithAnotherAlgorithm_IsRefused(string algorithm)
    {
        var hook = Vonage with { Sign = HookSigning.Vonage("vonage-signature-secret-of-32-chars", algorithm) };

        Assert.Equal("the signature is not right", hook.Read(hook.Request([hook.Events[0]], HookCase.Now)).Refusal);
    }

    [Fact]
    public void Read_TokenOfAnotherBody_IsRefused()
    {
        var request = Vonage.Request([Vonage.Events[0]], HookCase.Now);

        Assert.Equal("the body is not the one that was signed", Vonage.Read(request with { Body = Encoding.UTF8.GetBytes(Vonage.Events[1]) }).Refusal);
    }

    [Fact]
    public void Read_WithoutAWebhook_IsRefused()
    {
        var slack = BuiltInProviders.All.First(p => p.Id == "slack");

        Assert.Equal("Slack has no webhook", ProviderWebhook.Read(slack, new Dictionary<string, string>(), new Dictionary<string, string>(), Twilio.Request([Twilio.Events[0]], HookCase.Now), SnsKeys.Known, HookCase.Now).Refusal);
    }

    [Fact]
    public void Read_Ed25519_IsVerified()
    {
        const string document = """
            kind: provider
            id: own
            name: Own
            channels: [sms]
            secrets: [{name: publicKey, label: Key, required: false}]
            send: {url: https://api.own.example/}
            answer: {accepted: status == `200`}
            webhook:
              verify:
                ed25519:
                  secret: publicKey
                  signature: headers."own-signature"
                  signatureFormat: base64
                  signed: "{timestamp}|{body}"
                  timestamp: headers."own-timestamp"
              events: body
              type: type
              message: id
              steps: {ok: delivered}
            """;
        var key = new Ed25519PrivateKeyParameters(new byte[32]);
        var provider = DefinitionReader.Read([new("own.yaml", document)]).Set!.Providers[0];
        const string body = """{"type": "ok", "id": "m-1"}""";
        var signed = Encoding.UTF8.GetBytes($"{HookSigning.Unix(HookCase.Now)}|{body}");
        var signer = new Ed25519Signer();
        signer.Init(true, key);
        signer.BlockUpdate(signed, 0, signed.Length);
        var request = new WebhookRequest
        {
            Method = "POST",
            Url = HookCase.Address,
            Headers = [new("own-timestamp", HookSigning.Unix(HookCase.Now)), new("own-signature", Convert.ToBase64String(signer.GenerateSignature()))],
            Body = Encoding.UTF8.GetBytes(body),
        };
        var secrets = new Dictionary<string, string> { ["publicKey"] = Convert.ToBase64String(key.GeneratePublicKey().GetEncoded()) };

        var genuine = ProviderWebhook.Read(provider, new Dictionary<string, string>(), secrets, request, SnsKeys.Known, HookCase.Now);
        var forged = ProviderWebhook.Read(provider, new Dictionary<string, string>(), secrets, request with { Body = Encoding.UTF8.GetBytes(body + " ") }, SnsKeys.Known, HookCase.Now);

        Assert.Equal(DeliveryStep.Delivered, Assert.Single(genuine.Reports).Step);
        Assert.Equal("the signature is not right", forged.Refusal);
    }

    [Theory]
    [InlineData("verify-me", "1158201444", null)]
    [InlineData("guessed", null, "the shared secret is not right")]
    public void Read_Challenge_IsAnsweredToTheProviderOnly(string token, string? answer, string? refusal)
    {
        const string document = """
            kind: provider
            id: own
            name: Own
            channels: [whatsapp]
            secrets: [{name: verifyToken, label: Token}]
            send: {url: https://api.own.example/}
            answer: {accepted: status == `200`}
            webhook:
              verify: {shared: {value: headers.x, secret: verifyToken}}
              challenge: {token: query."hub.verify_token", secret: verifyToken, answer: query."hub.challenge"}
              events: body
              type: type
              steps: {ok: delivered}
            """;
        var provider = DefinitionReader.Read([new("own.yaml", document)]).Set!.Providers[0];
        var request = new WebhookRequest
        {
            Method = "GET",
            Url = new Uri($"https://cx.shop.example/hooks/own?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}"),
            Headers = [],
            Body = ReadOnlyMemory<byte>.Empty,
        };

        var result = ProviderWebhook.Read(provider, new Dictionary<string, string>(), new Dictionary<string, string> { ["verifyToken"] = "verify-me" }, request, SnsKeys.Known, HookCase.Now);

        Assert.Equal((answer, refusal), (result.Challenge, result.Refusal));
    }

    [Fact]
    public void Read_MoreEventsThanTheBound_IsRefusedWhole()
    {
        var rest = HookCases.All.First(c => c.Provider == "rest");

        var result = rest.Read(rest.Request(Enumerable.Repeat(rest.Events[0], ProviderWebhook.EventsMax + 1), HookCase.Now));

        Assert.Equal("it has more than 5,000 events", result.Refusal);
    }

    [Fact]
    public void Read_EventOfNoMessage_IsCounted()
    {
        var rest = HookCases.All.First(c => c.Provider == "rest");

        var result = rest.Read(rest.Request(["""{"type": "delivered"}""", """{"type": "processed", "message": "m"}"""], HookCase.Now));

        Assert.Equal((1, 1, 0), (result.Unreadable, result.Skipped, result.Reports.Length));
    }

    [Fact]
    public void Read_MachineOpen_IsAutomated()
    {
        var sendGrid = HookCases.All.First(c => c.Provider == "sendgrid");
        string[] events = ["""{"event":"open","sg_event_id":"o-1","sg_machine_open":true,"email":"a@b.example"}""", """{"event":"open","sg_event_id":"o-2","sg_machine_open":false,"email":"a@b.example"}"""];

        Assert.Equal([true, false], sendGrid.Read(sendGrid.Request(events, HookCase.Now)).Reports.Select(r => r.Automated));
    }
}
