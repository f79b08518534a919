using System.Text.Json;
using CxOrchestrator.Cli.Backtests;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Cli.Tests.Backtests;

public sealed class BacktestRunTests : IDisposable
{
    private const string Policy = "kind: policy\nid: late\nname: Late\non: {touchpoint: complaint}\ndo:\n  - message: {channel: email, text: Sorry}\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-backtest-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose() => _folder.Delete(recursive: true);

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private Task<int> RunAsync(BacktestOptions options) => new BacktestRun(_output, _errors).RunAsync(options, TestContext.Current.CancellationToken);

    private static string Complaint(string customer, string at) => $$"""{"id":"{{customer}}-{{at}}","source":"shop","type":"complaint","customer":"{{customer}}","at":"{{at}}"}""";

    [Fact]
    public async Task Backtest_OfAFile_SaysAndWritesWhatChanges()
    {
        var report = Path.Combine(_folder.FullName, "report.json");
        var code = await RunAsync(new BacktestOptions
        {
            Definitions = File("new.yaml", Policy + "when: {customer.id: a}\n"),
            Against = File("old.yaml", Policy),
            Events = File("events.jsonl", $"{Complaint("a", "2026-02-01T10:00:00Z")}\n{Complaint("b", "2026-02-02T10:00:00Z")}\n\nnot json\n"),
            Out = report,
        });

        Assert.Equal((0, ""), (code, _errors.ToString()));
        Assert.Contains("2 touchpoints of 2 customers", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("0 customers are reached only after, 1 only before, 1 both.", _output.ToString(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await System.IO.File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        Assert.Equal((2, 1, 1), (
            json.RootElement.GetProperty("before").GetProperty("reached").GetInt32(),
            json.RootElement.GetProperty("after").GetProperty("reached").GetInt32(),
            json.RootElement.GetProperty("refused").GetInt32()));
    }

    [Fact]
    public async Task Backtest_OfDocumentsWithErrors_SaysWhereAndRunsNothing()
    {
        Assert.Equal(1, await RunAsync(new BacktestOptions { Definitions = File("new.yaml", "kind: policy\nid: late\n"), Events = File("events.jsonl", "") }));
        Assert.Contains("new.yaml:", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_OfAnUnknownPolicy_IsRefused()
    {
        Assert.Equal(1, await RunAsync(new BacktestOptions { Definitions = File("new.yaml", Policy), Events = File("events.jsonl", ""), Policies = ["latte"] }));
        Assert.Contains("no policy latte", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Backtest_OfAFolderWithoutAStore_IsRefused() => Assert.ThrowsAsync<StoreRefusedException>(() => RunAsync(
        new BacktestOptions { Definitions = File("new.yaml", Policy), Store = _folder.FullName }));

    [Fact]
    public Task Backtest_OfWhatIsNeitherAFolderNorADatabase_IsRefused() => Assert.ThrowsAsync<StoreRefusedException>(() => RunAsync(
        new BacktestOptions { Definitions = File("new.yaml", Policy), Store = "no such place" }));
}
