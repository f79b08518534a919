using System.Net;
using System.Text;
using CxOrchestrator.Cli.Privacy;

namespace CxOrchestrator.Cli.Tests;

public sealed class CustomersTests : IDisposable
{
    private const string Running = """{"number":4,"state":"running","requestedAt":"2026-01-01T00:00:00Z","requestedBy":"ada","removed":{}}""";
    private const string Done = """{"number":4,"state":"done","requestedAt":"2026-01-01T00:00:00Z","requestedBy":"ada","doneAt":"2026-01-01T00:00:20Z","removed":{"touchpoints":10000,"cases":1}}""";

    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-cli-tests-");

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<(bool Done, string Said, string Errors, string Asked)> AskAsync(
        Func<CustomerCalls, CancellationToken, Task<bool>> ask, string input, params (HttpStatusCode Status, string Body)[] answers)
    {
        using var gateway = new Answering(answers);
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway.example") };
        using var reader = new StringReader(input);
        var done = await ask(new CustomerCalls(http, new GatewaySession(http, _errors), reader, _output, _errors), TestContext.Current.CancellationToken);
        return (done, _output.ToString().ReplaceLineEndings("\n"), _errors.ToString(), string.Join(", ", gateway.Asked));
    }

    [Fact]
    public async Task Erase_TypedId_WaitsUntilItIsDone()
    {
        var (done, said, _, asked) = await AskAsync((calls, cancel) => calls.EraseAsync("a/b", false, cancel), "a/b\n", (HttpStatusCode.Accepted, Running), (HttpStatusCode.OK, Done));
        Assert.True(done);
        Assert.Equal("POST /v1/customers/a%2Fb/erasure, GET /v1/erasures/4", asked);
        Assert.Equal("Erasure 4 began: nothing of the customer is shown, decided or sent any more.\nErasure 4 is done: removed cases 1, touchpoints 10,000.\n", said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("y\n")]
    [InlineData("A/B\n")]
    public async Task Erase_AnythingButTheId_ErasesNothing(string input)
    {
        var (done, _, errors, asked) = await AskAsync((calls, cancel) => calls.EraseAsync("a/b", false, cancel), input);
        Assert.Equal((false, ""), (done, asked));
        Assert.Contains("nothing was erased", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ToAFile_IsWrittenWhole()
    {
        var path = Path.Combine(_folder.FullName, "ann.json");
        var (done, said, _, asked) = await AskAsync((calls, cancel) => calls.ExportAsync("ann", path, cancel), "", (HttpStatusCode.OK, """{"customer":"ann"}"""));
        Assert.Equal((true, "GET /v1/customers/ann/export", $"Wrote 18 bytes to {path}.\n"), (done, asked, said));
        Assert.Equal("""{"customer":"ann"}""", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.Single(_folder.EnumerateFiles());
    }

    [Fact]
    public async Task Export_Refused_SaysWhyAndLeavesNoFile()
    {
        var (done, _, errors, _) = await AskAsync(
            (calls, cancel) => calls.ExportAsync("ann", Path.Combine(_folder.FullName, "ann.json"), cancel),
            "",
            (HttpStatusCode.NotFound, """{"type":"t","title":"There is no such customer","status":404,"detail":"No ann.","cure":"Check the id."}"""));
        Assert.False(done);
        Assert.Contains("There is no such customer. No ann. Check the id.", errors, StringComparison.Ordinal);
        Assert.Empty(_folder.EnumerateFiles());
    }

    [Fact]
    public async Task List_Erasures_SaysWhatWasRemovedAndNotOfWhom()
    {
        var (done, said, _, _) = await AskAsync((calls, cancel) => calls.ListAsync(cancel), "", (HttpStatusCode.OK, $$"""{"items":[{{Done}}]}"""));
        Assert.Equal((true, "4  done  2026-01-01 00:00 by ada  removed cases 1, touchpoints 10,000\n"), (done, said));
    }

    private sealed class Answering(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answers[Asked.Count];
            Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            var type = (int)status < 300 ? "application/json" : Api.Problem.MediaType;
            return Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent(body, Encoding.UTF8, type) });
        }
    }
}
