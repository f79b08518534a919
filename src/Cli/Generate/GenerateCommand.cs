using System.CommandLine;
using CxOrchestrator.Rules.Simulation.Shop;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Generate;

/// <summary><c>cx generate --touchpoints N --out FILE</c></summary>
internal static class GenerateCommand
{
    private const int StartYearMin = 1970;
    private const int StartYearMax = 2200;
    private const int CustomersMax = 100_000_000;

    public static Command Create()
    {
        var touchpoints = new Option<long>("--touchpoints", "-n") { Description = "How many touchpoints.", DefaultValueFactory = _ => 10_000 };
        var customers = new Option<int>("--customers", "-c") { Description = "How many customers take part.", DefaultValueFactory = _ => 1_000 };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same file.", DefaultValueFactory = _ => 1 };
        var start = new Option<DateTimeOffset>("--start") { Description = "Time of the first touchpoint, RFC 3339.", DefaultValueFactory = _ => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var output = new Option<string>("--out", "-o") { Description = "File to write; - writes standard output.", Required = true };
        touchpoints.Require(v => v >= 0, "--touchpoints is 0 or more.");
        start.Require(v => v.Year is >= StartYearMin and <= StartYearMax, $"--start is in the years {StartYearMin} to {StartYearMax}.");
        customers.Require(v => v is >= 1 and <= CustomersMax, $"--customers is from 1 to {CustomersMax:N0}.");
        var command = new Command("generate", "Write touchpoints of a synthetic shop, sorted by time, for trying policies and measuring.") { touchpoints, customers, seed, start, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            Run(parsed.GetValue(touchpoints), parsed.GetValue(customers), parsed.GetValue(seed), parsed.GetValue(start), parsed.GetValue(output)!, cancellationToken);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Run(long touchpoints, int customers, int seed, DateTimeOffset start, string output, CancellationToken cancellationToken)
    {
        using var file = output == "-" ? Console.OpenStandardOutput() : new FileStream(output, FileMode.Create, FileAccess.Write, FileShare.Read, 1024 * 1024);
        var shop = new SyntheticShop(new ShopSettings { Customers = customers, Seed = seed }, start);
        for (long written = 0; written < touchpoints; written++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.Write(TouchpointJson.Write(shop.Next()));
            file.WriteByte((byte)'\n');
        }
    }
}
