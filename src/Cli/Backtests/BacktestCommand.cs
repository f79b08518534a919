using System.CommandLine;

namespace CxOrchestrator.Cli.Backtests;

/// <summary><c>cx backtest --definitions DIR [--against DIR] --events FILE | --store STORE</c></summary>
internal static class BacktestCommand
{
    private const int WorkersMax = 64;

    public static Command Create()
    {
        var definitions = new Option<string>("--definitions", "-d") { Description = "Folder or file with the documents to try: the whole set.", Required = true };
        var against = new Option<string?>("--against", "-a") { Description = "Folder or file with the set to compare with. Default: an empty set." };
        var events = new Option<string?>("--events", "-e") { Description = "Touchpoints in the native form, one JSON object a line; - reads standard input." };
        var store = new Option<string?>("--store", "-s") { Description = "Instead of a file, what an installation recorded: its data folder, or its database (Host=db;Database=cx;Username=cx;Password=...). It may run." };
        var from = new Option<DateTimeOffset?>("--from") { Description = "First moment that counts, RFC 3339; earlier touchpoints are simulated and not counted. Default: the first touchpoint." };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Where it ends, RFC 3339. Default: after the last touchpoint of the file, or now." };
        var policies = new Option<string[]>("--policy", "-p") { Description = "Policy to tell of; may be given more than once. Default: those that differ from --against." };
        var output = new Option<string?>("--out", "-o") { Description = "File for the whole report as JSON, the twenty samples too." };
        var workers = new Option<int>("--workers") { Description = "Customers simulated at the same time. Default: one for each core.", DefaultValueFactory = _ => Environment.ProcessorCount };
        workers.Require(v => v is >= 1 and <= WorkersMax, $"--workers is a number from 1 to {WorkersMax}.");
        var command = new Command("backtest", "Try documents on the past: whom they would have reached, when and at what cost, what would have held them back, and how that differs from the set before. All guardrails are on.")
        {
            definitions, against, events, store, from, until, policies, output, workers,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(events) is null == result.GetValue(store) is null)
            {
                result.AddError("Name either --events or --store.");
            }
        });
        command.SetAction((parsed, cancellationToken) => new BacktestRun(Console.Out, Console.Error).RunAsync(
            new BacktestOptions
            {
                Definitions = parsed.GetValue(definitions)!,
                Against = parsed.GetValue(against),
                Events = parsed.GetValue(events),
                Store = parsed.GetValue(store),
                From = parsed.GetValue(from),
                Until = parsed.GetValue(until),
                Policies = parsed.GetValue(policies) ?? [],
                Out = parsed.GetValue(output),
                Workers = parsed.GetValue(workers),
            },
            cancellationToken));
        return command;
    }
}
