using CxOrchestrator.Definitions.Providers;

namespace CxOrchestrator.Definitions.Tests.Providers;

public sealed class RecordedHttpTests
{
    [Theory]
    [InlineData("HTTP/1.1 202 Accepted\r\nX-Id: m-1\r\nx-id: m-2\r\n\r\n{\"a\": 1}\r\n", 202, "m-1, m-2", "{\"a\": 1}")]
    [InlineData("  \nHTTP/2 400\nX-Id: m-1", 400, "m-1", "")]
    [InlineData("{\"a\": 1}", 200, null, "{\"a\": 1}")]
    [InlineData("HTTP/1.1 two hundred", 200, null, "HTTP/1.1 two hundred")]
    [InlineData("", 200, null, "")]
    public void Answer_AsToolsPrintIt_IsTakenApart(string text, int status, string? id, string body)
    {
        var answer = RecordedHttp.Answer(text);

        Assert.Equal((status, id, body), (answer.Status, answer.Headers.GetValueOrDefault("x-ID"), answer.Body));
    }

    [Theory]
    [InlineData("POST /reports?source=sms HTTP/1.1\nX-Id: 1\n\n{\"a\": 1}", "POST", "source=sms", null, "{\"a\": 1}")]
    [InlineData("GET /reports?a=b", "GET", "a=b", null, "")]
    [InlineData("MessageSid=SM1&To=%2B49", "POST", null, "application/x-www-form-urlencoded", "MessageSid=SM1&To=%2B49")]
    [InlineData("POST /x\nContent-Type: text/plain\n\na=b", "POST", null, "text/plain", "a=b")]
    [InlineData("[{\"url\": \"https://a.example/?x=1\"}]", "POST", null, null, "[{\"url\": \"https://a.example/?x=1\"}]")]
    public void Request_WithOrWithoutItsFirstLine_IsTakenApart(string text, string method, string? query, string? type, string body)
    {
        var request = RecordedHttp.Request(text);

        Assert.Equal((method, query, type, body), (request.Method, request.Query, request.Headers.GetValueOrDefault("Content-Type"), request.Body));
    }

    [Theory]
    [InlineData("{\"a\":\"ö & <b>\"}", "application/json", "{\n  \"a\": \"ö & <b>\"\n}")]
    [InlineData("To=%2B49&Body=Line+one%0Atwo", "application/x-www-form-urlencoded", "To = +49\nBody = Line one\ntwo")]
    [InlineData("plain", "text/plain", "plain")]
    public void PrettyBody_Shown_IsForPeople(string body, string type, string shown) => Assert.Equal(shown, PrettyBody.Of(body, type).ReplaceLineEndings("\n"));
}
