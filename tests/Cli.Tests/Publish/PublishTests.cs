using System.Net;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Cli.Publish;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Cli.Tests.Publish;

public sealed class PublishTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-publish-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    private static DocumentSource Segment(string id, string name, string file = "a.yaml") =>
        new(file, $"kind: segment\nid: {id}\nname: {name}\nwhen: {{customer.lifetimeValue: {{atLeast: 50}}}}\n");

    private async Task<int> PublishAsync(FakeGateway gateway, bool dryRun = false, string? account = null, string? password = null)
    {
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway.example") };
        var options = new PublishOptions { Folder = _folder.FullName, To = http.BaseAddress, DryRun = dryRun, Account = account, Password = password };
        return await new Publisher(http, _output, _errors).RunAsync(options, TestContext.Current.CancellationToken);
    }

    private void Write(DocumentSource source) => File.WriteAllText(Path.Combine(_folder.FullName, source.File), source.Text);

    [Fact]
    public void Diff_TwoSets_TellsWhatCameChangedAndWent()
    {
        DocumentSource[] from = [Segment("gone", "Gone"), Segment("same", "Same", "b.yaml"), Segment("other", "Before", "c.yaml")];
        DocumentSource[] to = [Segment("same", "Same", "moved.yaml"), Segment("other", "After", "c.yaml"), Segment("new", "New", "d.yaml")];

        Assert.Equal(ExitCodes.Done, DiffCommand.Run(from, to, _output, _errors));
        var said = _output.ToString().ReplaceLineEndings("\n");
        Assert.Contains("removed segment gone\n", said, StringComparison.Ordinal);
        Assert.Contains("added segment new\n", said, StringComparison.Ordinal);
        Assert.Contains("changed segment other\n    kind: segment\n    id: other\n  - name: Before\n  + name: After\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("same", said, StringComparison.Ordinal);
        Assert.EndsWith("1 added, 1 changed, 1 removed.\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_DocumentsWithErrors_ComparesNothing()
    {
        Assert.Equal(ExitCodes.Errors, DiffCommand.Run([new DocumentSource("a.yaml", "kind: hologram\n")], [], _output, _errors));
        Assert.Contains("a.yaml:1:", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Publish_DryRun_SendsTheFilesAndTellsTheDifference()
    {
        Write(Segment("new", "New", "n.yaml"));
        var gateway = new FakeGateway(HttpStatusCode.OK, """
            {"fromVersion":4,"version":null,"problems":[],"changes":[{"change":"added","kind":"segment","id":"new","lines":[{"kind":"added","to":1,"text":"kind: segment"}]}]}
            """);

        Assert.Equal(ExitCodes.Done, await PublishAsync(gateway, dryRun: true));
        var (path, body) = Assert.Single(gateway.Requests);
        Assert.Equal("/v1/definitions/publish", path);
        Assert.True(body.GetProperty("dryRun").GetBoolean());
        Assert.StartsWith("kind: segment", body.GetProperty("files").GetProperty("n.yaml").GetString(), StringComparison.Ordinal);
        Assert.Contains("  + kind: segment", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("a dry run upon version 4", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "/v1/me/switch")]
    [InlineData("a secret", "/v1/sign-in")]
    public async Task Publish_AsAnAccount_SignsInFirst(string? password, string path)
    {
        Write(Segment("new", "New"));
        var gateway = new FakeGateway(HttpStatusCode.OK, """{"fromVersion":4,"version":5,"problems":[],"changes":[]}""");

        Assert.Equal(ExitCodes.Done, await PublishAsync(gateway, account: "ann", password: password));
        Assert.Equal([path, "/v1/definitions/publish"], gateway.Requests.Select(r => r.Path));
        Assert.Equal("ann", gateway.Requests[0].Body.GetProperty("account").GetString());
        Assert.Contains("Published as version 5.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_Refused_TellsWhyAndTheCure()
    {
        Write(Segment("new", "New"));
        var gateway = new FakeGateway(HttpStatusCode.Forbidden, """{"type":"urn:cx:problem:role-missing","title":"This account may not do that","status":403,"detail":"It takes a role.","cure":"Ask."}""", "application/problem+json");

        Assert.Equal(ExitCodes.Errors, await PublishAsync(gateway));
        Assert.Contains("cx: This account may not do that. It takes a role. Ask.", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_DocumentsWithErrorsOrNone_AsksNobody()
    {
        var gateway = new FakeGateway(HttpStatusCode.OK, "{}");
        Assert.Equal(ExitCodes.Errors, await PublishAsync(gateway));
        Write(new DocumentSource("a.yaml", "kind: hologram\n"));
        Assert.Equal(ExitCodes.Errors, await PublishAsync(gateway));
        Assert.Contains("a.yaml:1:", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(gateway.Requests);
    }

    private sealed class FakeGateway(HttpStatusCode status, string answer, string type = "application/json") : HttpMessageHandler
    {
        public List<(string Path, JsonElement Body)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            Requests.Add((request.RequestUri!.AbsolutePath, body.RootElement.Clone()));
            return new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent(answer, Encoding.UTF8, type) };
        }
    }
}
