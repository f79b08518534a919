using System.Collections.Immutable;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;

namespace CxOrchestrator.Channels.Tests.Http;

public sealed class ConnectionSettingsTests
{
    [Theory]
    [InlineData("headers", """{"X-A": "{{ secrets.tokn }}"}""", "no secret 'tokn' is declared; did you mean 'token'?")]
    [InlineData("headers", """{"Content-Length": "1"}""", "'headers' holds the header 'Content-Length', which cannot be set")]
    [InlineData("headers", """{"X-A\r\nX-B": "1"}""", "cannot be set")]
    [InlineData("headers", """{"X-A": {"b": "c"}}""", "holds the header 'X-A', whose value is no text")]
    [InlineData("headers", """["X-A"]""", "'headers' is no JSON object of headers")]
    [InlineData("body", """{"to": "{{ message.too }}"}""", "'body' is wrong on line 1, column 12: a message has no 'too'; did you mean 'to'?")]
    [InlineData("body", """{"to": """, "'body' is no JSON object or list")]
    [InlineData("body", "x", "'body' is no JSON object or list")]
    [InlineData("port", "1", "Any HTTP API has no setting 'port'; it has url, headers, body")]
    public void Problems_WrongSetting_SaysWhatIsWrong(string name, string value, string message)
    {
        var rest = BuiltInProviders.All.First(p => p.Id == "rest");

        var problem = Assert.Single(ConnectionSettings.Problems(rest, new Dictionary<string, string> { ["url"] = "https://a.example/", [name] = value }));

        Assert.Contains(message, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_SecretsThatSendingNeeds_AreNamed()
    {
        var sendGrid = BuiltInProviders.All.First(p => p.Id == "sendgrid");

        Assert.Equal(["apiKey"], ConnectionSettings.Missing(sendGrid, ImmutableHashSet<string>.Empty).Select(s => s.Name));
        Assert.Empty(ConnectionSettings.Missing(sendGrid, ImmutableHashSet.Create("apiKey")));
    }
}
