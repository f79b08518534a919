using System.Net;
using System.Text;

namespace CxOrchestrator.Cli.Tests;

/// <summary>Signing in at a gateway.</summary>
public sealed class GatewaySessionTests
{
    [Fact]
    public async Task SignIn_WithACode_SendsIt()
    {
        var (done, errors, body) = await SignInAsync(HttpStatusCode.OK, "{}", "123456");
        Assert.Equal((true, ""), (done, errors));
        Assert.Contains("\"code\":\"123456\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithoutTheCodeThatIsNeeded_SaysHowToGiveIt()
    {
        var (done, errors, _) = await SignInAsync(
            HttpStatusCode.Forbidden,
            """{"type":"urn:cx:problem:second-factor-needed","title":"A code is needed","status":403,"detail":"This account has a second factor.","cure":"Send it as code."}""",
            code: null);
        Assert.False(done);
        Assert.Equal("cx: A code is needed. This account has a second factor. Give the code of the authenticator app, or a recovery code, with --code.", errors.Trim());
    }

    private static async Task<(bool Done, string Errors, string Body)> SignInAsync(HttpStatusCode status, string answer, string? code)
    {
        using var errors = new StringWriter();
        using var gateway = new Answering(status, answer);
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway.example") };
        var done = await new GatewaySession(http, errors).SignInAsync("owner", "correct horse battery", code, TestContext.Current.CancellationToken);
        return (done, errors.ToString(), gateway.Body);
    }

    private sealed class Answering(HttpStatusCode status, string answer) : HttpMessageHandler
    {
        public string Body { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(status)
            {
                RequestMessage = request,
                Content = new StringContent(answer, Encoding.UTF8, status == HttpStatusCode.OK ? "application/json" : Api.Problem.MediaType),
            };
        }
    }
}
