using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Channels.Tests.Providers;

namespace CxOrchestrator.Channels.Tests.Http;

/// <summary>What a provider is asked besides sending: whether it has a message, and whether its login works.</summary>
public sealed partial class HttpProviderSenderTests
{
    [Theory]
    [InlineData("infobip sms", """{"results": [{"messageId": "m-9"}]}""", "m-9")]
    [InlineData("sinch sms", """{"count": 1, "batches": [{"id": "b-9"}]}""", "b-9")]
    [InlineData("postmark email", """{"TotalCount": 1, "Messages": [{"MessageID": "p-9"}]}""", "p-9")]
    public async Task AskAsync_MessageIsThere_IsAccepted(string name, string body, string id)
    {
        _double.Answers(200, body);
        await using var sender = EmailCases.All.Concat(TextCases.All).First(c => c.ToString() == name).Sender(_double, _clock);

        var answer = await sender.AskAsync(SendCase.ActionId, Token);

        Assert.Equal((SendVerdict.Accepted, id), (answer!.Verdict, answer.ProviderId));
        var request = Assert.Single(_double.Requests);
        Assert.Equal("GET", request.Method);
        Assert.Contains(SendCase.ActionId, request.PathAndQuery, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("infobip sms", """{"results": []}""")]
    [InlineData("sinch sms", """{"count": 0, "batches": []}""")]
    [InlineData("postmark email", """{"TotalCount": 0, "Messages": []}""")]
    [InlineData("sendgrid email", "")]
    public async Task AskAsync_NotListed_CannotTell(string name, string body)
    {
        // A list may lag behind: what is not in it yet may have been sent.
        _double.Answers(200, body);
        await using var sender = EmailCases.All.Concat(TextCases.All).First(c => c.ToString() == name).Sender(_double, _clock);

        Assert.Null(await sender.AskAsync(SendCase.ActionId, Token));
    }

    [Fact]
    public async Task TestAsync_LoginRight_Works()
    {
        _double.Answers(200, """{"Name": "Shop"}""");
        await using var sender = EmailCases.All.First(c => c.Provider == "postmark").Sender(_double, _clock);

        Assert.Equal(new ConnectionTest(true, "Postmark answered: 200 OK: Shop."), await sender.TestAsync(Token));
        Assert.Equal("/server", _double.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task TestAsync_LoginWrong_SaysWhatToDo()
    {
        _double.Answers(401);
        await using var sender = EmailCases.All.First(c => c.Provider == "postmark").Sender(_double, _clock);

        Assert.Equal(new ConnectionTest(false, "Postmark refused the login: 401 Unauthorized. Check the secrets of the connection."), await sender.TestAsync(Token));
    }

    [Fact]
    public async Task TestAsync_SecretMissing_NamesIt()
    {
        await using var sender = (EmailCases.All.First(c => c.Provider == "postmark") with { Secrets = [] }).Sender(_double, _clock);

        Assert.Equal(new ConnectionTest(false, "Server API token is not entered."), await sender.TestAsync(Token));
    }

    [Fact]
    public async Task TestAsync_WithoutATestOfItsOwn_SaysThatTheAddressAnswers()
    {
        _double.Answers(404);
        await using var sender = TeamAndPushCases.All.First(c => c.Provider == "slack").Sender(_double, _clock);

        Assert.True((await sender.TestAsync(Token)).Works);
        Assert.Equal(("HEAD", "/"), (_double.Requests[0].Method, _double.Requests[0].PathAndQuery));
    }
}
