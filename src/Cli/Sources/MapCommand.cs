using System.CommandLine;
using CxOrchestrator.Sources.Files;

namespace CxOrchestrator.Cli.Sources;

/// <summary><c>cx map --kind KIND --in FILE</c></summary>
internal static class MapCommand
{
    public static Command Create()
    {
        var kind = new Option<string>("--kind") { Description = "The id of a built-in source, or a file with a source document.", Required = true };
        var input = new Option<string>("--in", "-i") { Description = "File with a delivery: the body alone, {\"headers\": ..., \"body\": ...}, or a request as HTTP writes it; or a file with rows (.csv, .tsv, .jsonl, .ndjson or .parquet; of text also .gz). - reads standard input.", Required = true };
        var headers = new Option<string[]>("--header") { Description = "A header of the delivery, as name:value; several may be given." };
        var settings = new Option<string[]>("--set", "-s") { Description = "A setting of the connection, as name=value; several may be given." };
        var source = new Option<string?>("--source") { Description = "The source of the touchpoints. Default: the kind's id." };
        var command = new Command("map", "Print the touchpoints that a delivery of another system, or a file of rows, becomes, one per line. Nothing is sent, and signatures are not verified.")
        {
            kind, input, headers, settings, source,
        };
        Pairs(headers, ':', "name:value");
        Pairs(settings, '=', "name=value");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(input)!;
            if (FileFormat.Of(path) is { } format && Path.GetExtension(path) != ".json")
            {
                return KindReading.Of(parsed.GetValue(kind)!, Console.Error) is { } rows
                    ? await new FileMap(Console.Out, Console.Error).RunAsync(rows, path, format, Split(parsed.GetValue(settings), '='), parsed.GetValue(source), cancellationToken)
                    : ExitCodes.Errors;
            }

            return new PayloadMap(Console.Out, Console.Error).Run(new PayloadMapOptions
            {
                Kind = parsed.GetValue(kind)!,
                Payload = path is "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(path, cancellationToken),
                Headers = Split(parsed.GetValue(headers), ':'),
                Settings = Split(parsed.GetValue(settings), '='),
                Source = parsed.GetValue(source),
            });
        });
        return command;
    }

    private static void Pairs(Option<string[]> option, char between, string form) => option.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(t => t.Value.IndexOf(between, StringComparison.Ordinal) < 1) is { } wrong)
        {
            result.AddError($"{option.Name} takes {form}, and '{wrong.Value}' is none.");
        }
    });

    private static List<KeyValuePair<string, string>> Split(string[]? pairs, char between) =>
        [.. (pairs ?? []).Select(p => p.Split(between, 2)).Select(p => KeyValuePair.Create(p[0].Trim(), p[1].Trim()))];
}
