using System.Diagnostics;
using System.Globalization;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Benchmarks;

/// <summary><c>cx simulate</c> as a whole process on a generated file of a million touchpoints, on one core; the baseline is reading the file's lines and nothing else.</summary>
internal static class SimulateBenchmark
{
    private const int Touchpoints = 1_000_000;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cx-bench-");
        try
        {
            var events = Path.Combine(folder.FullName, "events.jsonl");
            await RunAsync($"generate --customers 50000 --touchpoints {Touchpoints} --seed 1 --out \"{events}\"");
            var packs = Directory.CreateDirectory(Path.Combine(folder.FullName, "pack")).FullName;
            foreach (var document in Definitions.SamplePacks.Read("retail"))
            {
                await File.WriteAllTextAsync(Path.Combine(packs, Path.GetFileName(document.File)), document.Text);
            }

            var reading = Stopwatch.StartNew();
            long bytes = 0;
            foreach (var line in File.ReadLines(events))
            {
                bytes += line.Length;
            }

            reading.Stop();
            var watch = Stopwatch.StartNew();
            await RunAsync($"simulate --definitions \"{packs}\" --events \"{events}\" --out \"{Path.Combine(folder.FullName, "out")}\"");
            watch.Stop();
            return new Dictionary<string, double>
            {
                ["touchpoints"] = Touchpoints,
                ["megabytes"] = bytes / 1e6,
                ["wholeProcessSeconds"] = watch.Elapsed.TotalSeconds,
                ["touchpointsPerSecond"] = Touchpoints / watch.Elapsed.TotalSeconds,
                ["readingLinesOnlySeconds"] = reading.Elapsed.TotalSeconds,
                ["againstReadingLines"] = watch.Elapsed / reading.Elapsed,
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string arguments)
    {
        using var process = BuiltProgram.Start(BuiltProgram.Cli, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (OperatingSystem.IsLinux())
        {
            process.ProcessorAffinity = 1;
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            var said = await output + await errors;
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"cx {arguments} ended with {process.ExitCode}: {said}"));
        }
    }
}
