using System.CommandLine;

namespace CxOrchestrator.Cli.Providers;

/// <summary><c>cx provider try FILE|ID</c></summary>
internal static class ProviderCommand
{
    public static Command Create() => new("provider", "Provider documents: try one without sending anything.") { Try() };

    private static Command Try()
    {
        var provider = new Argument<string>("provider") { Description = "File of a provider document, or the id of a built-in provider." };
        var settings = new Option<string[]>("--set", "-s") { Description = "A setting of the connection, as name=value; several may be given." };
        var channel = new Option<string?>("--channel") { Description = "Channel of the message. Default: the provider's first." };
        var to = new Option<string?>("--recipient") { Description = "Address, number or token of the message. Default: a sample." };
        var text = new Option<string?>("--text") { Description = "Text of the message. Default: a sample." };
        var answer = new Option<string?>("--answer") { Description = "File with a recorded answer, as curl -i prints it; a body alone is a 200. - reads standard input." };
        var webhook = new Option<string?>("--webhook") { Description = "File with a recorded request to the webhook, or its body alone. Its signature is not verified. - reads standard input." };
        var command = new Command("try", "Show the request that a provider document makes of a message, what a recorded answer means, and what a recorded webhook reports. Nothing is sent.")
        {
            provider, settings, channel, to, text, answer, webhook,
        };
        settings.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => t.Value.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
            {
                result.AddError($"--set takes name=value, and '{wrong.Value}' is none.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(answer) == "-" && result.GetValue(webhook) == "-")
            {
                result.AddError("Standard input is read once: give a file to --answer or to --webhook.");
            }
        });
        command.SetAction(parsed => new ProviderTry(Console.Out, Console.Error).Run(new ProviderTryOptions
        {
            Provider = parsed.GetValue(provider)!,
            Settings = (parsed.GetValue(settings) ?? []).Select(s => s.Split('=', 2)).GroupBy(s => s[0], StringComparer.Ordinal).ToDictionary(s => s.Key, s => s.Last()[1], StringComparer.Ordinal),
            Channel = parsed.GetValue(channel),
            To = parsed.GetValue(to),
            Text = parsed.GetValue(text),
            Answer = Read(parsed.GetValue(answer)),
            Webhook = Read(parsed.GetValue(webhook)),
        }));
        return command;
    }

    private static string? Read(string? file) => file switch
    {
        null => null,
        "-" => Console.In.ReadToEnd(),
        _ => File.ReadAllText(file),
    };
}
