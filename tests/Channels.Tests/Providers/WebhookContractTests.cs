using System.Text;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Channels.Tests.Sns;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>What every built-in webhook has to do with reports, forged ones and repeated ones.</summary>
public sealed class WebhookContractTests
{
    private static readonly List<HookCase> Cases = [.. HookCases.All];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Provider)];

    public static TheoryData<string> Timed => [.. Cases.Where(c => c.IsTimed).Select(c => c.Provider)];

    public static TheoryData<string> WithSecrets => [.. Cases.Where(c => c.Secrets.Count > 0).Select(c => c.Provider)];

    public static TheoryData<string> Batched => [.. Cases.Where(c => c.IsBatched).Select(c => c.Provider)];

    [Fact]
    public void Cases_All_CoverEveryWebhook() =>
        Assert.Equal(BuiltInProviders.All.Where(p => p.Webhook is not null).Select(p => p.Id).Order(StringComparer.Ordinal), Cases.Select(c => c.Provider).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Genuine_IsWhatTheProviderSays(string name)
    {
        var hook = Find(name);

        var results = hook.Events.Select(e => hook.Read(hook.Request([e], HookCase.Now))).ToList();

        Assert.All(results, r => Assert.Null(r.Refusal));
        Assert.Equal(hook.Reports, results.SelectMany(r => r.Reports).Select(Essence));
        Assert.Equal(hook.Events.Length - hook.Reports.Length, results.Sum(r => r.Skipped));
        Assert.Equal(0, results.Sum(r => r.Unreadable));
        Assert.Equal(hook.Reports.Length, results.SelectMany(r => r.Reports).Select(r => r.EventId).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Again_HasTheSameEventIds(string name)
    {
        var hook = Find(name);

        // A repetition is signed again, some time later.
        var first = hook.Events.SelectMany(e => hook.Read(hook.Request([e], HookCase.Now.AddMinutes(-4))).Reports).Select(r => r.EventId);
        var second = hook.Events.SelectMany(e => hook.Read(hook.Request([e], HookCase.Now)).Reports).Select(r => r.EventId);

        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_LaterEventFirst_IsReadTheSame(string name)
    {
        var hook = Find(name);

        var reports = hook.Events.Reverse().SelectMany(e => hook.Read(hook.Request([e], HookCase.Now)).Reports);

        Assert.Equal(hook.Reports.Reverse(), reports.Select(Essence));
    }

    [Theory]
    [MemberData(nameof(Batched))]
    public void Read_SeveralEvents_AreAllRead(string name)
    {
        var hook = Find(name);

        Assert.Equal(hook.Reports, hook.Read(hook.Request(hook.Events, HookCase.Now)).Reports.Select(Essence));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_SignedWithAnotherSecret_IsRefused(string name)
    {
        var hook = Find(name);
        var other = hook with { Secrets = hook.Secrets.ToDictionary(s => s.Key, s => name == "sendgrid" ? OtherKey : s.Value + "x") };

        var signed = name == "ses" ? hook with { Join = (events, at) => SnsBodies.Signed(SnsBodies.Notification(events.Single(), at), SnsKeys.OtherKey) } : hook;
        var result = other.Read(signed.Request([hook.Events[0]], HookCase.Now));

        Assert.NotNull(result.Refusal);
        Assert.Empty(result.Reports);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_WithoutProof_IsRefused(string name)
    {
        var hook = Find(name);
        var genuine = hook.Request([hook.Events[0]], HookCase.Now);
        var body = name switch
        {
            "mailgun" => Encoding.UTF8.GetBytes($$"""{"event-data": {{hook.Events[0]}}}"""),
            "ses" => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(SnsBodies.Notification(hook.Events[0], HookCase.Now)),
            _ => genuine.Body,
        };

        Assert.NotNull(hook.Read(genuine with { Headers = [.. genuine.Headers.Take(1)], Body = body }).Refusal);
    }

    [Theory]
    [MemberData(nameof(WithSecrets))]
    public void Read_SecretNotEntered_IsRefused(string name)
    {
        var hook = Find(name) with { Secrets = [] };

        Assert.Equal("the secret that verifies it is not entered", hook.Read(Find(name).Request([hook.Events[0]], HookCase.Now)).Refusal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BodyChangedOnItsWay_IsRefusedWhereItIsSigned(string name)
    {
        var hook = Find(name);
        var genuine = hook.Request([hook.Events[0]], HookCase.Now);
        var changed = genuine with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(genuine.Body.Span).Replace("kim@", "eve@", StringComparison.Ordinal).Replace("4915", "4916", StringComparison.Ordinal)) };

        // A shared secret or a signed token alone proves who sent it, and no more.
        var proves = name is not ("postmark" or "brevo" or "infobip" or "infobip-whatsapp" or "mailgun");
        Assert.Equal(proves, hook.Read(changed).Refusal is not null);
    }

    [Theory]
    [MemberData(nameof(Timed))]
    public void Read_SignedLongAgo_IsRefused(string name)
    {
        var hook = Find(name);

        Assert.Equal("it was signed too long ago, or a clock is wrong", hook.Read(hook.Request([hook.Events[0]], HookCase.Now.AddDays(-4))).Refusal);
        Assert.Equal("it was signed too long ago, or a clock is wrong", hook.Read(hook.Request([hook.Events[0]], HookCase.Now.AddDays(4))).Refusal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Nonsense_NeverThrows(string name)
    {
        var hook = Find(name);
        string[] bodies = ["", "null", "[]", "[1, null, \"x\"]", "{\"event-data\": 7, \"results\": \"x\", \"payload\": [], \"Message\": \"{\"}", "{", new string('[', 10_000), "a=1&a=2&=&&%zz", "\0"];
        foreach (var body in bodies)
        {
            var genuine = hook with { Join = (_, _) => body };
            Assert.Empty(hook.Read(genuine.Request([body], HookCase.Now)).Reports);
            Assert.Empty(hook.Read(genuine.Request([body], HookCase.Now) with { Headers = [] }).Reports);
            Assert.NotNull(ProviderTrial.Webhook(hook.Definition, genuine.Request([body], HookCase.Now)));
        }

        Assert.NotNull(hook.Read(hook.Request([hook.Events[0]], HookCase.Now) with { Body = new byte[] { 0xff, 0xfe, 0x80 } }).Refusal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Webhook_Recorded_IsReadWithoutItsSignature(string name)
    {
        var hook = Find(name);

        Assert.Equal(hook.Reports, hook.Events.SelectMany(e => ProviderTrial.Webhook(hook.Definition, hook.Request([e], HookCase.Now.AddYears(-1))).Reports).Select(Essence));
    }

    private static string OtherKey { get; } =
        Convert.ToBase64String(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256).ExportSubjectPublicKeyInfo());

    private static HookCase Find(string name) => Cases.First(c => c.Provider == name);

    private static (Storage.Deliveries.DeliveryStep, string?, string?, bool, string?) Essence(DeliveryReport report) =>
        (report.Step, report.Action, report.ProviderId, report.Permanent, report.Address);
}
