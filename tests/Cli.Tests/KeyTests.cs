using System.Net;
using System.Text;
using CxOrchestrator.Api.Keys;
using CxOrchestrator.Cli.Keys;

namespace CxOrchestrator.Cli.Tests;

public sealed class KeyTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private async Task<(bool Done, string Said, string Errors, string Asked)> AskAsync(HttpStatusCode status, string type, string body, Func<KeyCalls, CancellationToken, Task<bool>> ask)
    {
        using var gateway = new Answering(status, type, body);
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway.example") };
        var done = await ask(new KeyCalls(http, new GatewaySession(http, _errors), _output), TestContext.Current.CancellationToken);
        return (done, _output.ToString().ReplaceLineEndings("\n"), _errors.ToString(), gateway.Asked);
    }

    [Fact]
    public async Task Add_Key_PrintsTheSecretAloneOnItsLine()
    {
        var (done, said, _, asked) = await AskAsync(
            HttpStatusCode.Created,
            "application/json",
            """{"secret":"cx_abc_def","key":{"name":"shop","sources":["shop"],"scopes":["touchpoints"],"secrets":[]}}""",
            (keys, cancel) => keys.AddAsync(new NewApiKey { Name = "shop", Sources = ["shop"] }, cancel));
        Assert.Equal((true, "cx_abc_def\n", "POST /v1/keys"), (done, said, asked));
    }

    [Fact]
    public async Task List_Keys_SaysWhenTheyExpireAndWereUsed()
    {
        var (done, said, _, _) = await AskAsync(
            HttpStatusCode.OK,
            "application/json",
            """
            {"items":[{"name":"shop","sources":["shop","web*"],"scopes":["touchpoints"],"secrets":[
            {"id":"a1","createdBy":"ann","createdAt":"2026-01-01T00:00:00Z","expiresAt":"2027-01-01T00:00:00Z","expired":false,"lastUsedAt":"2026-02-03T04:05:00Z"},
            {"id":"b2","createdBy":"ann","createdAt":"2026-01-01T00:00:00Z","expiresAt":"2026-01-02T00:00:00Z","expired":true}]}]}
            """,
            (keys, cancel) => keys.ListAsync(cancel));
        Assert.True(done);
        Assert.Equal(
            """
            shop  sources shop, web*  scopes touchpoints
              a1  valid until 2027-01-01 00:00  used 2026-02-03 04:05  made by ann
              b2  expired 2026-01-02 00:00  not used yet  made by ann

            """.ReplaceLineEndings("\n"),
            said);
    }

    [Theory]
    [InlineData("application/problem+json", """{"type":"t","title":"There is no such key","status":404,"detail":"No key shop.","cure":"List them."}""", "There is no such key. No key shop. List them.")]
    [InlineData("text/html", "<html>", "is it a gateway?")]
    public async Task Rotate_Refused_SaysWhyAndFails(string type, string body, string expected)
    {
        var (done, said, errors, asked) = await AskAsync(HttpStatusCode.NotFound, type, body, (keys, cancel) => keys.RotateAsync("a b", new KeyRotation(), cancel));
        Assert.Equal((false, "", "POST /v1/keys/a%20b/rotate"), (done, said, asked));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_OneSecret_AsksForItAlone()
    {
        var (done, _, _, asked) = await AskAsync(HttpStatusCode.NoContent, "application/json", "", (keys, cancel) => keys.RemoveAsync("shop", "a1", cancel));
        Assert.Equal((true, "DELETE /v1/keys/shop/secrets/a1"), (done, asked));
    }

    private sealed class Answering(HttpStatusCode status, string type, string body) : HttpMessageHandler
    {
        public string Asked { get; private set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = $"{request.Method} {request.RequestUri!.AbsolutePath}";
            return Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent(body, Encoding.UTF8, type) });
        }
    }
}
