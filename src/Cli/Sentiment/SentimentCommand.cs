using System.CommandLine;
using System.Globalization;
using CxOrchestrator.Sentiment;

namespace CxOrchestrator.Cli.Sentiment;

/// <summary><c>cx sentiment --in FILE.jsonl --out FILE.jsonl</c>, and <c>cx sentiment train --language LANGUAGE --out FILE</c>.</summary>
internal static class SentimentCommand
{
    public static Command Create()
    {
        var input = new Option<string>("--in", "-i") { Description = "Texts: one JSON object a line, with the field text, and lang where it is known; - reads standard input.", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "The same lines with sentiment (-1 to 1), class (-1, 0, 1), reasons, language and model; - writes standard output.", Required = true };
        var label = new Option<string>("--label") { Description = "Field with the class that people gave: -1, 0 or 1. Where lines have it, the macro-F1 is printed.", DefaultValueFactory = _ => "label" };
        label.Require(v => v.Length > 0, "--label is the name of a field.");
        var command = new Command("sentiment", "Read the mood of texts, and what they complain about, on this machine.") { input, output, label, CreateTrain() };
        command.SetAction((parsed, cancellationToken) =>
            Task.FromResult(Run(parsed.GetValue(input)!, parsed.GetValue(output)!, parsed.GetValue(label)!, cancellationToken)));
        return command;
    }

    private static Command CreateTrain()
    {
        var language = new Option<string>("--language", "-l") { Description = "Language of the pack, such as en.", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "File for the weights; - writes standard output.", Required = true };
        language.Require(SentimentReader.Languages.Contains, $"--language is one of {string.Join(", ", SentimentReader.Languages)}.");
        var command = new Command("train", "Train a pack's weights again from its sentences.") { language, output };
        command.SetAction((parsed, _) =>
        {
            using var file = Open(parsed.GetValue(output)!);
            using var writer = new StreamWriter(file);
            writer.Write(SentimentReader.Train(parsed.GetValue(language)!));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static int Run(string input, string output, string label, CancellationToken cancellationToken)
    {
        if (input != "-" && output != "-" && Path.GetFullPath(input) == Path.GetFullPath(output))
        {
            Console.Error.WriteLine("cx: --in and --out are the same file: write to another one.");
            return ExitCodes.Usage;
        }

        using var lines = new Lines(input == "-" ? Console.OpenStandardInput() : File.OpenRead(input));
        using var file = Open(output);
        var reading = new SentimentLines(SentimentReader.Load(), label);
        while (lines.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reading.Read(lines) is { } written)
            {
                file.Write(written);
                file.WriteByte((byte)'\n');
            }
        }

        foreach (var error in reading.Errors)
        {
            Console.Error.WriteLine($"{(input == "-" ? "standard input" : input)}:{error}");
        }

        if (reading.Failed > reading.Errors.Count)
        {
            Console.Error.WriteLine($"cx: {reading.Failed - reading.Errors.Count} more lines could not be read.");
        }

        Report(reading, output == "-" ? Console.Error : Console.Out);
        return reading.Failed > 0 ? ExitCodes.Errors : ExitCodes.Done;
    }

    private static void Report(SentimentLines reading, TextWriter report)
    {
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reading.Done} texts, {reading.Unread} without sentiment"));
        if (reading.Score is { Count: > 0 } score)
        {
            report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"macro-F1 {score.MacroF1:0.000} over {score.Count} labels (negative {score.F1(-1):0.000}, neutral {score.F1(0):0.000}, positive {score.F1(1):0.000})"));
        }
    }

    private static Stream Open(string output) => output == "-" ? Console.OpenStandardOutput() : new FileStream(output, FileMode.Create, FileAccess.Write, FileShare.Read, 1024 * 1024);
}
