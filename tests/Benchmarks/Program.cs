using System.Text.Json;
using CxOrchestrator.Benchmarks;
using CxOrchestrator.Benchmarks.Loads;
using CxOrchestrator.Benchmarks.Mail;
using CxOrchestrator.Benchmarks.Pipeline;

// dotnet run -c Release --project tests/Benchmarks -- NAME [--json FILE] [--engine NRules|Compiled] [--load NAME] [--file FILE.jsonl --label FIELD --text FIELD]
string[] names = ["core", "engine", "simulate", "backtest", "intake", "live", "store", "limits", "pipeline", "product", "latency", "scale", "memory", "publish", "loads", "erasure", "mail", "sentiment", "sources"];
var name = args.FirstOrDefault();
var file = Array.IndexOf(args, "--json") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
PipelineBed.Engine = Array.IndexOf(args, "--engine") is >= 0 and var place && place + 1 < args.Length ? args[place + 1] : PipelineBed.Engine;
IReadOnlyDictionary<string, double>? figures = name switch
{
    "core" => CoreBenchmark.Run(),
    "engine" => EngineBenchmark.Run(),
    "simulate" => await SimulateBenchmark.RunAsync(),
    "backtest" => await BacktestBenchmark.RunAsync(),
    "intake" => await IntakeBenchmark.RunAsync(),
    "live" => await LiveBenchmark.RunAsync(),
    "store" => await StoreBenchmark.RunAsync(),
    "limits" => await LimitBenchmark.RunAsync(),
    "pipeline" => await PipelineBenchmark.RunAsync(),
    "product" => await PipelineBenchmark.ProductFiguresAsync(),
    "latency" => await LatencyBenchmark.RunAsync(),
    "scale" => await ScaleBenchmark.RunAsync(),
    "memory" => await MemoryBenchmark.RunAsync(),
    "publish" => await PublishBenchmark.RunAsync(),
    "erasure" => await ErasureBenchmark.RunAsync(),
    "mail" => await MailBenchmark.RunAsync(),
    "sources" => await SourcesBenchmark.RunAsync(),
    "sentiment" => SentimentBenchmark.Run(Value("--file"), Value("--label"), Value("--text")),
    "loads" => await LoadsBenchmark.RunAsync(Array.IndexOf(args, "--load") is >= 0 and var load && load + 1 < args.Length ? args[load + 1] : null),
    _ => null,
};
if (figures is null)
{
    await Console.Error.WriteLineAsync($"Usage: dotnet run -c Release --project tests/Benchmarks -- NAME [--json FILE] [--engine NRules|Compiled] [--load NAME] [--file FILE.jsonl --label FIELD --text FIELD]; NAME is one of {string.Join(", ", names)}.");
    return 2;
}

var json = JsonSerializer.Serialize(figures, Figures.Indented);
Console.WriteLine(json);
if (file is not null)
{
    await File.WriteAllTextAsync(file, json + "\n");
}

return 0;

string? Value(string option) => Array.IndexOf(args, option) is >= 0 and var place && place + 1 < args.Length ? args[place + 1] : null;
