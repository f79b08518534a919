using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Tests.Http;

/// <summary>Where another system is asked: at the host that the document and the settings name, whatever else fills the address.</summary>
public sealed class HttpAskerTests
{
    private sealed class Noted : HttpMessageHandler, IHttpClientFactory
    {
        public List<Uri> Asked { get; } = [];

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}") });
        }
    }

    private static async Task<(AskedAnswer Answer, List<Uri> Asked)> AskAsync(string url, params (string Name, string Value)[] values)
    {
        using var clients = new Noted();
        using var asker = new HttpAsker(new RequestDefinition { Method = "GET", Url = url }, [], new BearerAuth("token"), clients, TimeSpan.FromSeconds(10), 1_000, TimeProvider.System);
        IReadOnlyDictionary<string, string> Of(string root) => values.Where(v => v.Name.StartsWith($"{root}.", StringComparison.Ordinal)).ToDictionary(v => v.Name[(root.Length + 1)..], v => v.Value);
        var filled = new ProviderValues { OfEvent = Of("values"), Page = Of("page"), Settings = Of("settings"), Secrets = new Dictionary<string, string> { ["token"] = "made-up", ["place"] = "https://b.example" } };
        return (await asker.AskAsync(filled, null, TestContext.Current.CancellationToken), clients.Asked);
    }

    [Theory]
    [InlineData("https://{{ page.next }}/x", "page.next", "evil.example")]
    [InlineData("https://a.example{{ page.next }}/x", "page.next", ".evil.example")]
    [InlineData("{{ settings.host }}{{ values.id }}/x", "values.id", ".evil.example")]
    public async Task Ask_AddressThatAValueLeadsElsewhere_IsNotAsked(string url, string name, string value)
    {
        var (answer, asked) = await AskAsync(url, (name, value), ("settings.host", "https://a.example"));

        Assert.Equal("the address leads to another host than the document names", answer.Problem);
        Assert.Empty(asked);
    }

    [Theory]
    [InlineData("https://a.example/forms/{{ values.id }}", "https://a.example/forms/..%2F1%3Fx")]
    [InlineData("{{ settings.host }}/{{ values.id }}", "https://A.example/base/..%2F1%3Fx")]
    [InlineData("{{ secrets.place }}/{{ values.id }}", "https://b.example/..%2F1%3Fx")]
    public async Task Ask_ValueInThePath_IsEscapedAndChangesNeitherPathNorHost(string url, string expected)
    {
        var (answer, asked) = await AskAsync(url, ("values.id", "../1?x"), ("settings.host", "https://A.example/base"));

        Assert.Null(answer.Problem);
        Assert.Equal(new Uri(expected).AbsoluteUri, Assert.Single(asked).AbsoluteUri);
    }
}
