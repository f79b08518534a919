using System.CommandLine;

namespace CxOrchestrator.Cli.Sources;

/// <summary><c>cx map --kind KIND --in FILE</c></summary>
internal static class MapCommand
{
    public static Command Create()
    {
        var kind = new Option<string>("--kind") { Description = "The id of a built-in source, or a file with a source document.", Required = true };
        var input = new Option<string>("--in", "-i") { Description = "File with a delivery: the body alone, {\"headers\": ..., \"body\": ...}, or a request as HTTP writes it. - reads standard input.", Required = true };
        var headers = new Option<string[]>("--header") { Description = "A header of the delivery, as name:value; several may be given." };
        var settings = new Option<string[]>("--set", "-s") { Description = "A setting of the connection, as name=value; several may be given." };
        var source = new Option<string?>("--source") { Description = "The source of the touchpoints. Default: the kind's id." };
        var command = new Command("map", "Print the touchpoints that a delivery of another system becomes, one per line. Nothing is sent, and signatures are not verified.")
        {
            kind, input, headers, settings, source,
        };
        Pairs(headers, ':', "name:value");
        Pairs(settings, '=', "name=value");
        command.SetAction(parsed => new PayloadMap(Console.Out, Console.Error).Run(new PayloadMapOptions
        {
            Kind = parsed.GetValue(kind)!,
            Payload = parsed.GetValue(input) is "-" ? Console.In.ReadToEnd() : File.ReadAllText(parsed.GetValue(input)!),
            Headers = Split(parsed.GetValue(headers), ':'),
            Settings = Split(parsed.GetValue(settings), '='),
            Source = parsed.GetValue(source),
        }));
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
