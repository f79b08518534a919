using System.Net;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Identities;

namespace CxOrchestrator.Console.Tests.Identities;

/// <summary>A gateway with identities and links, which notes what it was asked.</summary>
internal sealed class FakeIdentities : HttpMessageHandler
{
    public List<IdentityView> Identities { get; } = [];

    public List<LinkView> Links { get; } = [];

    public List<string> Asked { get; } = [];

    public string Role { get; set; } = "operator";

    public ApiClient Client() => new(new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri("http://gateway.example") });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        Asked.Add($"{request.Method} {path}");
        if (request.Method == HttpMethod.Post)
        {
            var number = long.Parse(path.Split('/')[3], System.Globalization.CultureInfo.InvariantCulture);
            var link = Links.Single(l => l.Number == number);
            Links.Remove(link);
            return Task.FromResult(Json(link with { State = "dismissed" }));
        }

        return Task.FromResult(
            path.EndsWith("/identities", StringComparison.Ordinal) ? Json(new Page<IdentityView> { Items = Identities })
            : path.StartsWith("/v1/links", StringComparison.Ordinal) ? Json(new Page<LinkView> { Items = Links })
            : Json(new { name = "eve", displayName = "Eve", roles = new[] { Role }, signIn = "none", signedIn = true }));
    }

    private static HttpResponseMessage Json<T>(T value) =>
        new(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(value, JsonSerializerOptions.Web), Encoding.UTF8, "application/json") };
}
