using System.Diagnostics;
using System.Globalization;
using System.Text;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Benchmarks;

/// <summary>
/// <c>cx backtest</c> as a whole process on a generated file of a million touchpoints and 50 policies with caps, quiet hours, groups and a
/// contested budget, against the set with one of them changed: who had a touchpoint that sets that one off, or asks for shared limits, is
/// simulated under both. Then against the set with a cap changed, which concerns everybody. The baseline is <c>cx simulate</c> on the same file with the retail pack alone, on one core.
/// </summary>
internal static class BacktestBenchmark
{
    private const int Touchpoints = 1_000_000;
    private const int Policies = 50;

    private static readonly string[] Types = ["order.placed", "payment.approved", "payment.failed", "order.shipped", "order.delivered", "review.submitted", "contact.email", "contact.phone"];

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cx-bench-");
        try
        {
            var events = Path.Combine(folder.FullName, "events.jsonl");
            await RunAsync($"generate --customers 100000 --touchpoints {Touchpoints} --seed 1 --out \"{events}\"");
            var retail = Write(folder, "retail", "");
            var before = Write(folder, "before", More(10));
            var after = Write(folder, "after", More(20));
            var capped = Write(folder, "capped", More(10, weekly: 2));
            var simulate = await RunAsync($"simulate --definitions \"{retail}\" --events \"{events}\" --out \"{Path.Combine(folder.FullName, "out")}\"", oneCore: true);
            var backtest = await RunAsync($"backtest --definitions \"{after}\" --against \"{before}\" --events \"{events}\"");
            var everybody = await RunAsync($"backtest --definitions \"{capped}\" --against \"{before}\" --events \"{events}\"");
            return new Dictionary<string, double>
            {
                ["touchpoints"] = Touchpoints,
                ["policies"] = Policies,
                ["backtestSeconds"] = backtest.TotalSeconds,
                ["touchpointsPerSecond"] = Touchpoints / backtest.TotalSeconds,
                ["simulateRetailOneCoreSeconds"] = simulate.TotalSeconds,
                ["againstSimulate"] = backtest / simulate,
                ["everybodySeconds"] = everybody.TotalSeconds,
                ["everybodyAgainstSimulate"] = everybody / simulate,
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Write(DirectoryInfo folder, string name, string more)
    {
        var pack = folder.CreateSubdirectory(name).FullName;

        // The guardrails of the other sets are their own, and a set has one document of them.
        foreach (var document in Definitions.SamplePacks.Read("retail").Where(d => more.Length == 0 || !d.Text.StartsWith("kind: guardrails", StringComparison.Ordinal)))
        {
            File.WriteAllText(Path.Combine(pack, Path.GetFileName(document.File)), document.Text);
        }

        File.WriteAllText(Path.Combine(pack, "more.yaml"), more);
        return pack;
    }

    private static string More(int voucher, int weekly = 3)
    {
        var had = Definitions.SamplePacks.Read("retail").Sum(d => d.Text.Split("kind: policy").Length - 1);
        var text = new StringBuilder(
            $$"""
            kind: guardrails
            frequencyCaps:
              - {max: {{weekly}}, per: week}
              - {max: 1, per: day, category: promotion}
            quietHours: {from: "21:00", to: "08:00", fallbackZone: America/Sao_Paulo}
            groups:
              - {id: promotions, window: 7 days}
            queues:
              - {queue: recovery, perHour: 20}

            """);
        for (var i = 0; i < Policies - had; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                ---
                kind: policy
                id: more-{{i}}
                name: More {{i}}
                category: promotion
                priority: {{i}}
                on: {touchpoint: {{Types[(i + 2) % Types.Length]}}}
                when:
                  risk: {atLeast: {{i}}}
                  count: {of: order.placed, atLeast: {{1 + (i % 3)}}, within: 90 days}
                do:
                  - {{(i == 0 ? $"offer: {{channel: email, offer: voucher, amount: {voucher}, currency: EUR, validFor: 30 days, text: Yours}}" : "message: {channel: email, text: Hello}")}}
                cooldown: {{1 + (i % 20)}} days
                group: promotions
                {{(i == 0 ? "budget: {perDay: 500, currency: EUR}" : "controlGroup: 5")}}

                """);
        }

        return text.ToString();
    }

    private static async Task<TimeSpan> RunAsync(string arguments, bool oneCore = false)
    {
        var watch = Stopwatch.StartNew();
        using var process = BuiltProgram.Start(BuiltProgram.Cli, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (oneCore && OperatingSystem.IsLinux())
        {
            process.ProcessorAffinity = 1;
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"cx {arguments} ended with {process.ExitCode}: {await output}{await errors}");
        }

        return watch.Elapsed;
    }
}
