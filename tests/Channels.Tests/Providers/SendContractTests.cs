using CxOrchestrator.Channels.Sending;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>What every built-in provider has to do with a message, against a server that answers as the provider documents.</summary>
public sealed class SendContractTests : IAsyncLifetime
{
    private static readonly List<SendCase> Cases = [.. EmailCases.All, .. TextCases.All, .. TemplateCases.All, .. TeamAndPushCases.All];

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));
    private ProviderDouble _double = null!;

    public static TheoryData<string> Names => [.. Cases.Select(c => c.ToString())];

    public async ValueTask InitializeAsync() => _double = await ProviderDouble.StartAsync();

    public ValueTask DisposeAsync() => _double.DisposeAsync();

    [Fact]
    public void Cases_All_CoverEveryBuiltInProvider() =>
        Assert.Empty(Channels.Providers.BuiltInProviders.All.Select(p => p.Id).Except(Cases.Select(c => c.Provider)));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendAsync_Taken_IsTheDocumentedRequest(string name)
    {
        var given = Find(name);
        _double.Answers(given.Accepted.Status, given.Accepted.Body, given.AcceptedHeader);

        var answer = await SendAsync(given);

        Assert.Equal(SendVerdict.Accepted, answer.Verdict);
        Assert.Equal(given.ProviderId, answer.ProviderId);
        var request = Assert.Single(_double.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal(given.Address, request.Host + request.PathAndQuery);
        Assert.Equal(given.Body, request.Body);
        Assert.All(given.Headers, h => Assert.StartsWith(h.Value, request.Headers[h.Key], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sendgrid", "\"reply_to\":{\"email\":\"ADDRESS\"}")]
    [InlineData("postmark", "\"ReplyTo\":\"ADDRESS\"")]
    [InlineData("mailgun", "h%3AReply-To=ADDRESS&")]
    [InlineData("ses", "\"ReplyToAddresses\":[\"ADDRESS\"]")]
    [InlineData("brevo", "\"replyTo\":{\"email\":\"ADDRESS\"}")]
    public async Task SendAsync_ReplyTo_IsTheQueuesBeforeTheConnections(string provider, string expected)
    {
        var given = Cases.First(c => c.Provider == provider);
        given = given with { Settings = new(given.Settings) { ["replyTo"] = "shop@shop.example" } };
        await using var sender = given.Sender(_double, _clock);

        foreach (var (queue, address) in ((string?, string)[])[(null, "shop@shop.example"), ("recovery@shop.example", "recovery@shop.example")])
        {
            _double.Answers(given.Accepted.Status, given.Accepted.Body, given.AcceptedHeader);
            await sender.SendAsync(given.Message with { ReplyTo = queue }, TestContext.Current.CancellationToken);
            var body = _double.Requests.Last().Body.Replace("%40", "@", StringComparison.Ordinal);
            Assert.Contains(expected.Replace("ADDRESS", address, StringComparison.Ordinal), body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendAsync_TooManyRequests_IsRetriedWhenTheProviderSays(string name)
    {
        _double.Answers(429, "", ("Retry-After", "30"));

        var answer = await SendAsync(Find(name));

        Assert.Equal(SendVerdict.Retry, answer.Verdict);
        Assert.Equal(TimeSpan.FromSeconds(30), answer.RetryAfter);
        Assert.False(answer.ConnectionFault);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendAsync_Refused_IsFinalWithTheReason(string name)
    {
        var given = Find(name);
        _double.Answers(given.Refused.Status, given.Refused.Body);

        var answer = await SendAsync(given);

        Assert.Equal((SendVerdict.Never, false), (answer.Verdict, answer.ConnectionFault));
        Assert.Equal(given.RefusedText, answer.Text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendAsync_ConnectionBreaksAfterTheRequest_IsUncertain(string name)
    {
        _double.Drops();

        var answer = await SendAsync(Find(name));

        Assert.Equal(SendVerdict.Uncertain, answer.Verdict);
        Assert.Single(_double.Requests);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendAsync_LoginRefused_IsTheConnectionsFault(string name)
    {
        _double.Answers(403, "");

        var answer = await SendAsync(Find(name));

        Assert.Equal((SendVerdict.Retry, true), (answer.Verdict, answer.ConnectionFault));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendAsync_GatewayTimeout_IsUncertain(string name)
    {
        _double.Answers(504, "");

        Assert.Equal(SendVerdict.Uncertain, (await SendAsync(Find(name))).Verdict);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendAsync_Unavailable_IsRetried(string name)
    {
        _double.Answers(503, "");

        Assert.Equal((SendVerdict.Retry, false), (await SendAsync(Find(name))) is var answer ? (answer.Verdict, answer.ConnectionFault) : default);
    }

    private static SendCase Find(string name) => Cases.First(c => c.ToString() == name);

    private async Task<SendAnswer> SendAsync(SendCase given)
    {
        await using var sender = given.Sender(_double, _clock);
        return await sender.SendAsync(given.Message, TestContext.Current.CancellationToken);
    }
}
