using System.Text.Json;
using CxOrchestrator.Benchmarks;
using CxOrchestrator.Benchmarks.Pipeline;

// dotnet run -c Release --project tests/Benchmarks -- NAME [--json FILE]
string[] names = ["core", "simulate", "intake", "live", "store", "pipeline", "product", "latency", "scale", "memory", "engine"];
var name = args.FirstOrDefault();
var file = Array.IndexOf(args, "--json") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
IReadOnlyDictionary<string, double>? figures = name switch
{
    "core" => CoreBenchmark.Run(),
    "simulate" => await SimulateBenchmark.RunAsync(),
    "intake" => await IntakeBenchmark.RunAsync(),
    "live" => await LiveBenchmark.RunAsync(),
    "store" => await StoreBenchmark.RunAsync(),
    "pipeline" => await PipelineBenchmark.RunAsync(),
    "product" => await PipelineBenchmark.ProductFiguresAsync(),
    "latency" => await LatencyBenchmark.RunAsync(),
    "scale" => await ScaleBenchmark.RunAsync(),
    "memory" => await MemoryBenchmark.RunAsync(),
    "engine" => EngineBenchmark.Run(),
    _ => null,
};
if (figures is null)
{
    await Console.Error.WriteLineAsync($"Usage: dotnet run -c Release --project tests/Benchmarks -- NAME [--json FILE]; NAME is one of {string.Join(", ", names)}.");
    return 2;
}

var json = JsonSerializer.Serialize(figures, Figures.Indented);
Console.WriteLine(json);
if (file is not null)
{
    await File.WriteAllTextAsync(file, json + "\n");
}

return 0;
