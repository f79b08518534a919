using System.Text.Json;
using CxOrchestrator.Cli.Sentiment;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Cli.Tests;

public sealed class SentimentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Sentiment_Lines_GetTheirMoodAndKeepTheirFields()
    {
        var (code, said, lines) = await RunAsync(
            """{"id": 7, "text": "My order is late and your agent was rude"}""",
            """{"text": "thank you, great service 👍"}""",
            """{"text": "wo ist mein Paket und wann kommt es?"}""",
            """{"text": "what a mess", "lang": "fr"}""",
            """{"text": null}""",
            "{}");

        Assert.Equal(0, code);
        Assert.Equal(7, lines[0].GetProperty("id").GetInt32());
        Assert.InRange(lines[0].GetProperty("sentiment").GetDouble(), -1, -0.5);
        Assert.Equal(-1, lines[0].GetProperty("class").GetInt32());
        Assert.Equal(["late", "rude", "staff"], lines[0].GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!).Order());
        Assert.Equal("en", lines[0].GetProperty("language").GetString());
        Assert.StartsWith("en-", lines[0].GetProperty("model").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, lines[1].GetProperty("class").GetInt32());
        Assert.Equal("thank you, great service 👍", lines[1].GetProperty("text").GetString());
        Assert.All(lines[2..], line => Assert.Equal(JsonValueKind.Null, line.GetProperty("sentiment").ValueKind));
        Assert.Equal(["de", "fr", null, null], lines[2..].Select(line => line.GetProperty("language").GetString()));
        Assert.Contains("6 texts, 4 without sentiment", said, StringComparison.Ordinal);
        Assert.DoesNotContain("macro-F1", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sentiment_LinesWithLabels_PrintsTheMacroF1()
    {
        var (_, said, _) = await RunAsync(
            """{"text": "this is the worst service ever", "label": -1}""",
            """{"text": "thank you so much", "label": 1}""",
            """{"text": "do you deliver on monday?", "label": 0}""",
            """{"text": "without one"}""");

        Assert.Contains("macro-F1 1.000 over 3 labels", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sentiment_LinesThatCannotBeRead_AreNamedAndTheOthersWritten()
    {
        var (code, said, lines) = await RunAsync("not json", """["text"]""", """{"text": 5}""", """{"text": "ok", "label": 3}""", """{"text": "thank you"}""");

        Assert.Equal(1, code);
        Assert.Single(lines);
        Assert.Contains("in.jsonl:1: no JSON object", said, StringComparison.Ordinal);
        Assert.Contains("in.jsonl:2: no JSON object", said, StringComparison.Ordinal);
        Assert.Contains("in.jsonl:3: /text: write a text or null.", said, StringComparison.Ordinal);
        Assert.Contains("in.jsonl:4: /label: write -1, 0, 1 or null", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sentiment_SameFileTwice_IsRefusedAndLeftWhole()
    {
        var file = Path.Combine(_folder.FullName, "in.jsonl");
        await File.WriteAllTextAsync(file, """{"text": "thank you"}""");

        var (code, said) = await CxAsync("sentiment", "--in", file, "--out", Path.Combine(_folder.FullName, ".", "in.jsonl"));

        Assert.Equal(2, code);
        Assert.Contains("same file", said, StringComparison.Ordinal);
        Assert.Equal("""{"text": "thank you"}""", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Train_LanguageOfAPack_WritesItsWeights()
    {
        var file = Path.Combine(_folder.FullName, "weights.txt");

        Assert.Equal(0, (await CxAsync("sentiment", "train", "--language", "pt", "--out", file)).Code);
        Assert.Contains("u obrigado\t", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Equal(2, (await CxAsync("sentiment", "train", "--language", "de", "--out", file)).Code);
    }

    [Fact]
    public async Task SimulateAndBacktest_TextsOfAFile_AreRead()
    {
        var (definitions, events) = (Path.Combine(_folder.FullName, "policy.yaml"), Path.Combine(_folder.FullName, "events.jsonl"));
        await File.WriteAllTextAsync(definitions, """
            kind: policy
            id: complaint
            name: Complaint
            on: {touchpoint: {type: review, where: {sentiment: {below: -0.3}, reasons: {contains: late}}}}
            do:
              - message: {channel: email, text: Sorry}
            """);
        string[] texts = ["my order is late and your driver was rude", "thank you, it was late but great service!", "what time do you open?"];
        await File.WriteAllLinesAsync(events, texts.Select((text, i) => JsonSerializer.Serialize(new { id = $"{i}", type = "review", customer = $"c{i}", at = "2026-03-01T10:00:00Z", feedback = new { text } })));

        var (code, said) = await CxAsync("simulate", "--definitions", definitions, "--events", events, "--out", Path.Combine(_folder.FullName, "out"));
        Assert.True(code == 0, said);
        Assert.Contains("\"customer\":\"c0\"", Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "out", "actions.jsonl"))), StringComparison.Ordinal);

        var report = Path.Combine(_folder.FullName, "report.json");
        (code, said) = await CxAsync("backtest", "--definitions", definitions, "--events", events, "--out", report);
        Assert.True(code == 0, said);
        var samples = JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement.GetProperty("samples").EnumerateArray().ToList();
        Assert.Equal("c0", Assert.Single(samples).GetProperty("customer").GetString());
        Assert.True(samples[0].GetProperty("points")[0].GetProperty("experience").GetDouble() < -0.3);
    }

    private async Task<(int Code, string Said, JsonElement[] Lines)> RunAsync(params string[] lines)
    {
        var (input, output) = (Path.Combine(_folder.FullName, "in.jsonl"), Path.Combine(_folder.FullName, "out.jsonl"));
        await File.WriteAllLinesAsync(input, lines);
        var (code, said) = await CxAsync("sentiment", "--in", input, "--out", output);
        return (code, said, [.. (await File.ReadAllLinesAsync(output)).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    private Task<(int Code, string Output)> CxAsync(params string[] arguments) =>
        Tool.RunAsync("dotnet", _folder.FullName, null, [typeof(SentimentCommand).Assembly.Location, .. arguments]);
}
