using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Cli.Generate;
using CxOrchestrator.Cli.Send;

namespace CxOrchestrator.Cli.Tests.Send;

public sealed class SendTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-send-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    private async Task<int> SendAsync(ScriptedGateway gateway, string text, int batch = 200)
    {
        var file = Path.Combine(_folder.FullName, "events.jsonl");
        await File.WriteAllTextAsync(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), TestContext.Current.CancellationToken);
        using var http = new HttpClient(gateway);
        var options = new SendOptions { File = file, To = new Uri("http://gateway.example"), Batch = batch, Parallel = 1 };
        return await new Sending(options, http, TimeProvider.System, _output, _errors).RunAsync(TestContext.Current.CancellationToken);
    }

    private static string Line(string id, bool good = true) =>
        $$"""{"id":"{{id}}","type":"x","customer":"a"{{(good ? ""","at":"2026-01-01T00:00:00Z" """ : "")}}}""";

    [Fact]
    public async Task Send_AllOfABatchRefused_ListsTheProblemsAndEndsWithOne()
    {
        using var gateway = new ScriptedGateway(ScriptedGateway.ByTime);

        Assert.Equal(ExitCodes.Errors, await SendAsync(gateway, Line("1", good: false)));
        Assert.Contains("events.jsonl:1: /at: is missing", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OneBatchRefused_SendsTheOthers()
    {
        using var gateway = new ScriptedGateway(ScriptedGateway.ByTime);

        Assert.Equal(ExitCodes.Errors, await SendAsync(gateway, string.Join('\n', Enumerable.Range(0, 50).Select(i => Line($"{i}", good: i != 0))), batch: 1));
        Assert.Equal(49, gateway.Accepted.Count);
    }

    [Fact]
    public async Task Send_ByteOrderMarkCarriageReturnsAndBlankLines_AreNoPartOfTheLines()
    {
        using var gateway = new ScriptedGateway(ScriptedGateway.ByTime);

        Assert.Equal(ExitCodes.Done, await SendAsync(gateway, $"\uFEFF{Line("1")}\r\n\r\n  \t\r\n\n{Line("2")}\r\n"));
        Assert.Equal(["1", "2"], gateway.Accepted);
    }

    [Fact]
    public async Task Send_ABatchTooLargeForTheGateway_IsSentInParts()
    {
        using var gateway = new ScriptedGateway(ids => ids.Length > 3
            ? ScriptedGateway.Text(HttpStatusCode.RequestEntityTooLarge, "<html>too large</html>", "text/html")
            : ScriptedGateway.ByTime(ids));

        Assert.Equal(ExitCodes.Done, await SendAsync(gateway, string.Join('\n', Enumerable.Range(0, 20).Select(i => Line($"{i}")))));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), gateway.Accepted);
    }

    [Theory]
    [InlineData(HttpStatusCode.Accepted, "", "text/plain")]
    [InlineData(HttpStatusCode.Accepted, "{}", "application/json")]
    [InlineData(HttpStatusCode.Accepted, "[1]", "application/json; charset=no-such")]
    [InlineData(HttpStatusCode.OK, "<html>", "text/html")]
    [InlineData(HttpStatusCode.NoContent, "", "text/plain")]
    [InlineData(HttpStatusCode.Redirect, "", "text/plain")]
    [InlineData(HttpStatusCode.Unauthorized, """{"title":"Sign in"}""", "application/problem+json")]
    [InlineData(HttpStatusCode.NotFound, "null", "application/json")]
    public async Task Send_AnAnswerThatNoGatewayGives_EndsWithAMessage(HttpStatusCode status, string body, string type)
    {
        using var gateway = new ScriptedGateway(_ => ScriptedGateway.Text(status, body, type));

        var told = await Assert.ThrowsAsync<IOException>(() => SendAsync(gateway, Line("1")));

        Assert.StartsWith($"http://gateway.example/v1/touchpoints answered {(int)status}", told.Message, StringComparison.Ordinal);
        Assert.EndsWith("is it a gateway?", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "text/plain", "400 Bad Request")]
    [InlineData("<html>", "text/html", "400 Bad Request")]
    [InlineData("[]", "application/json; charset=no-such", "400 Bad Request")]
    [InlineData("""{"detail":"No."}""", "application/problem+json", "No.")]
    [InlineData("""{"results":{"accepted":0,"refused":1,"results":[{"index":0,"status":"refused"},{"index":0,"status":"refused"},{"index":9,"status":"refused"}]}}""", "application/problem+json", "refused without a reason")]
    public async Task Send_ARefusalOfAnyForm_RefusesTheLine(string body, string type, string reason)
    {
        using var gateway = new ScriptedGateway(_ => ScriptedGateway.Text(HttpStatusCode.BadRequest, body, type));

        Assert.Equal(ExitCodes.Errors, await SendAsync(gateway, Line("1")));
        Assert.Contains($"events.jsonl:1: {reason}", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ALineLongerThanTheBound_IsRefusedAloneAndTheOthersAreSent()
    {
        using var gateway = new ScriptedGateway(ScriptedGateway.ByTime);

        Assert.Equal(ExitCodes.Errors, await SendAsync(gateway, $"{Line("1")}\n{{\"id\":\"{new string('x', 5_000_000)}\"}}\n{Line("2")}"));
        Assert.Equal(["1", "2"], gateway.Accepted);
        Assert.Contains("events.jsonl:2: longer than", _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rate", "0")]
    [InlineData("--rate", "-1")]
    [InlineData("--rate", "1e-320")]
    [InlineData("--rate", "NaN")]
    [InlineData("--rate", "Infinity")]
    [InlineData("--rate", "1e300")]
    [InlineData("--rate", "fast")]
    [InlineData("--from", "0")]
    [InlineData("--batch", "0")]
    [InlineData("--batch", "1e3")]
    [InlineData("--parallel", "65")]
    [InlineData("--to", "gateway")]
    public void Parse_Nonsense_IsRefused(string option, string value) =>
        Assert.NotEmpty(SendCommand.Create().Parse(["events.jsonl", option, value]).Errors);

    [Fact]
    public void Parse_Rate_IsTaken() => Assert.Empty(SendCommand.Create().Parse(["events.jsonl", "--rate", "0.5"]).Errors);

    [Theory]
    [InlineData("--touchpoints", "-1")]
    [InlineData("--customers", "0")]
    public void ParseGenerate_Nonsense_IsRefused(string option, string value) =>
        Assert.NotEmpty(GenerateCommand.Create().Parse(["--out", "-", option, value]).Errors);
}
