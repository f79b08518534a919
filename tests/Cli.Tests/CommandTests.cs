using System.Text.Json;
using CxOrchestrator.Cli.Simulate;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private const string Journey = """
        kind: journey
        id: order
        name: Order
        instance: order
        stages:
          - {id: placed, name: Placed, enter: order.placed}
          - {id: delivered, name: Delivered, enter: order.delivered}
        expectations:
          - {id: delivery, name: Delivery date missed, after: order.placed, expect: order.delivered, by: expectedBy, experience: -0.8, critical: true}
        ---
        kind: policy
        id: late
        name: Late
        on: {expectationMissed: {journey: order, expectation: delivery}}
        do:
          - message: {channel: email, text: "Sorry for {journey.correlation}"}
        cooldown: 30 days
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static string Line(string id, string type, string at, string order, string more = "") =>
        $$$"""{"id":"{{{id}}}","type":"{{{type}}}","customer":"c","at":"{{{at}}}","attributes":{"order":"{{{order}}}"{{{more}}}}}""";

    private string Events => File("events.jsonl", string.Join('\n',
        Line("1", "order.placed", "2026-03-01T10:00:00Z", "a", ",\"expectedBy\":\"2026-03-05\""),
        "not json",
        Line("2", "order.placed", "2026-03-02T10:00:00Z", "b", ",\"expectedBy\":\"2026-03-04\""),
        Line("2", "order.placed", "2026-03-02T10:00:00Z", "b", ",\"expectedBy\":\"2026-03-04\""),
        Line("3", "order.delivered", "2026-03-10T10:00:00Z", "a")));

    private int Simulate(string output, DateTimeOffset? until = null) => SimulateCommand.Run(
        File("order.yaml", Journey), Events, Path.Combine(_folder.FullName, output), until, TextWriter.Null, TextWriter.Null, CancellationToken.None);

    private List<JsonElement> Read(string output, string file) =>
        [.. System.IO.File.ReadAllLines(Path.Combine(_folder.FullName, output, file)).Select(l => JsonDocument.Parse(l).RootElement)];

    [Fact]
    public void Simulate_BrokenPromises_WritesLowPointsAsTheyOpenedWithTheirEnds()
    {
        Assert.Equal(0, Simulate("out"));

        var points = Read("out", "low-points.jsonl");
        Assert.Equal(["b", "a"], points.Select(p => p.GetProperty("correlation").GetString()));
        Assert.Equal("2026-03-05T00:00:00+00:00", points[0].GetProperty("openedAt").GetString());
        Assert.Equal("faded", points[0].GetProperty("outcome").GetString());
        Assert.Equal("recovered", points[1].GetProperty("outcome").GetString());
        Assert.Equal("Delivery date missed", points[1].GetProperty("cause").GetProperty("text").GetString());
        Assert.Equal(0.8, points[1].GetProperty("depth").GetDouble());
    }

    [Fact]
    public void Simulate_Policies_WritesWhatFiredAndWhatWasHeld()
    {
        Simulate("out");

        Assert.Equal("Sorry for b", Assert.Single(Read("out", "actions.jsonl")).GetProperty("content").GetProperty("text").GetString());
        Assert.Equal(["fired", "held"], Read("out", "decisions.jsonl").Select(d => d.GetProperty("outcome").GetString()));
        Assert.Equal("cooldown", Read("out", "decisions.jsonl")[1].GetProperty("reason").GetString());
    }

    [Fact]
    public void Simulate_BadLineAndRepeat_AreCountedAndTold()
    {
        Simulate("out");

        Assert.Equal(2, Assert.Single(Read("out", "refused.jsonl")).GetProperty("line").GetInt32());
        using var summary = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(_folder.FullName, "out", "summary.json")));
        Assert.Equal((3, 1, 1), (
            summary.RootElement.GetProperty("touchpoints").GetInt32(),
            summary.RootElement.GetProperty("duplicates").GetInt32(),
            summary.RootElement.GetProperty("refusedLines").GetInt32()));
    }

    [Fact]
    public void Simulate_Until_LeavesOpenWhatIsOpenThen()
    {
        Simulate("out", new DateTimeOffset(2026, 3, 6, 12, 0, 0, TimeSpan.Zero));

        var points = Read("out", "low-points.jsonl");
        Assert.Equal(2, points.Count);
        Assert.All(points, p => Assert.Equal(JsonValueKind.Null, p.GetProperty("closedAt").ValueKind));
    }

    [Fact]
    public void Simulate_Twice_WritesTheSameBytes()
    {
        Simulate("one");
        Simulate("two");

        foreach (var file in (string[])["low-points.jsonl", "actions.jsonl", "decisions.jsonl", "refused.jsonl"])
        {
            Assert.Equal(System.IO.File.ReadAllBytes(Path.Combine(_folder.FullName, "one", file)), System.IO.File.ReadAllBytes(Path.Combine(_folder.FullName, "two", file)));
        }
    }

    private int Simulate(string definitions, string events) => SimulateCommand.Run(
        definitions, events, Path.Combine(_folder.FullName, "out"), null, TextWriter.Null, TextWriter.Null, CancellationToken.None);

    private int Touchpoints()
    {
        using var summary = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(_folder.FullName, "out", "summary.json")));
        return summary.RootElement.GetProperty("touchpoints").GetInt32();
    }

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("\uFEFF", "\r\n\r\n \t\r\n")]
    [InlineData("\uFEFF\r\n", "\n\n")]
    public void Simulate_ByteOrderMarkCarriageReturnsAndBlankLines_AreNoPartOfTheLines(string before, string between)
    {
        var events = File("marked.jsonl", before + Line("1", "x", "2026-03-01T10:00:00Z", "a") + between + Line("2", "x", "2026-03-01T10:00:00Z", "a"));

        Assert.Equal(ExitCodes.Done, Simulate(File("order.yaml", Journey), events));
        Assert.Equal(2, Touchpoints());
    }

    [Fact]
    public void Simulate_CustomersWithEscapes_AreNotLost()
    {
        var events = File("escaped.jsonl", """{"id":"1","type":"x","customer":"J\u00fcrgen","at":"2026-03-01T10:00:00Z"}""" + "\n" + """{"id":"2","type":"x","customer":"Jürgen","at":"2026-03-01T10:00:01Z"}""");

        Assert.Equal(ExitCodes.Done, Simulate(File("order.yaml", Journey), events));
        Assert.Equal(2, Touchpoints());
    }

    [Fact]
    public void Simulate_NothingThatIsATouchpointOrNoDocuments_EndsWithOne()
    {
        Assert.Equal(ExitCodes.Errors, Simulate(File("order.yaml", Journey), File("nonsense.jsonl", "\u0000\u0001\nnonsense\n")));
        Assert.Equal(ExitCodes.Errors, Simulate(_folder.CreateSubdirectory("empty").FullName, Events));
    }

    [Fact]
    public void Check_Errors_AreWrittenWithTheirPlacesAndExitOne()
    {
        var output = new StringWriter();

        var code = CheckCommand.Run([new DocumentSource("a.yaml", "kind: journey\nid: x\nnmae: y\nstages: []\n")], output, TextWriter.Null);

        Assert.Equal(1, code);
        Assert.Contains("a.yaml:3:1: ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_PromotionWithoutALink_WarnsAndExitsZero()
    {
        using var output = new StringWriter();
        var code = CheckCommand.Run(
            [new DocumentSource("p.yaml", "kind: policy\nid: p\nname: P\ncategory: promotion\non: {touchpoint: a}\ndo: {message: {channel: email, text: Buy}}\n")], output, TextWriter.Null);
        Assert.Equal(0, code);
        Assert.Contains("p.yaml:4:1: warning: an e-mail of this promotion has no link to unsubscribe: the message", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_GoodDocuments_ExitZero() =>
        Assert.Equal(0, CheckCommand.Run([new DocumentSource("a.yaml", Journey)], TextWriter.Null, TextWriter.Null));

    [Theory]
    [InlineData("a\nb\n\nc", "a,b,c")]
    [InlineData("a\r\n  \r\nb", "a,b")]
    [InlineData("", "")]
    public void Lines_AnyEndings_GivesTheLines(string text, string expected)
    {
        using var lines = new Lines(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
        var read = new List<string>();
        while (lines.Next())
        {
            read.Add(System.Text.Encoding.UTF8.GetString(lines.Current.Span));
        }

        Assert.Equal(expected, string.Join(',', read));
    }

    [Fact]
    public void Lines_LongerThanTheBuffer_AreWhole()
    {
        var text = new string('x', 700_000) + "\n" + new string('y', 300_000);
        using var lines = new Lines(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));

        Assert.True(lines.Next());
        Assert.Equal(700_000, lines.Current.Length);
        Assert.True(lines.Next());
        Assert.Equal(300_000, lines.Current.Length);
        Assert.False(lines.Next());
    }
}
