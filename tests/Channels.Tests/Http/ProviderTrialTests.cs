using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Channels.Tests.Providers;

namespace CxOrchestrator.Channels.Tests.Http;

public sealed class ProviderTrialTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names => [.. EmailCases.All.Concat(TextCases.All).Concat(TeamAndPushCases.All).Select(c => c.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void Request_EveryProvider_IsTheOneItSendsWithoutItsSecrets(string name)
    {
        var given = EmailCases.All.Concat(TextCases.All).Concat(TeamAndPushCases.All).First(c => c.ToString() == name);

        var request = ProviderTrial.Request(given.Definition, given.Settings, given.Message);

        Assert.Null(request.Problem);
        Assert.Equal(given.Body, request.Body);
        Assert.Equal("POST", request.Method);
        var all = $"{request.Url} {string.Join(' ', request.Headers)} {request.Body}";
        Assert.All(given.Secrets.Values, s => Assert.DoesNotContain(s, all, StringComparison.Ordinal));
    }

    [Fact]
    public void Request_SettingMissing_SaysWhich() =>
        Assert.Equal("'from' (Sender address) is missing", ProviderTrial.Request(EmailCases.All.First().Definition, new Dictionary<string, string>(), EmailCases.All.First().Message).Problem);

    [Fact]
    public void Answer_Recorded_IsReadByTheDocument()
    {
        var sendGrid = EmailCases.All.First().Definition;

        Assert.Equal(
            new SendAnswer(SendVerdict.Accepted, "m-1", "202 Accepted"), ProviderTrial.Answer(sendGrid, 202, [new("X-Message-Id", "m-1")], "", Now));
        Assert.Equal(
            new SendAnswer(SendVerdict.Never, null, "413 Request Entity Too Large: too big"), ProviderTrial.Answer(sendGrid, 413, [], """{"errors": [{"message": "too big"}]}""", Now));
    }
}
