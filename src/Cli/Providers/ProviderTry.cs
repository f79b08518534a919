using System.Globalization;
using System.Text;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Cli.Providers;

/// <summary>Tries a provider document and writes what it does.</summary>
internal sealed class ProviderTry(TextWriter output, TextWriter errors)
{
    private static readonly Uri Address = new("https://webhook.invalid/");

    /// <summary>1 where the document has errors, or there is no request.</summary>
    public int Run(ProviderTryOptions options)
    {
        if (Provider(options.Provider) is not { } provider)
        {
            return ExitCodes.Errors;
        }

        var channel = options.Channel ?? provider.Channels.FirstOrDefault() ?? "";
        if (!provider.Channels.Contains(channel))
        {
            errors.WriteLine($"cx: {provider.Name} does not reach '{channel}'; it reaches {string.Join(", ", provider.Channels)}.");
            return ExitCodes.Errors;
        }

        var sample = SampleMessage.On(channel);
        var request = ProviderTrial.Request(provider, options.Settings, sample with { To = options.To ?? sample.To, Text = options.Text ?? sample.Text });
        var made = Write(request);
        if (options.Answer is { } answer)
        {
            WriteAnswer(provider, RecordedHttp.Answer(answer));
        }

        var read = options.Webhook is not { } webhook || WriteWebhook(provider, RecordedHttp.Request(webhook));
        return made && read ? ExitCodes.Done : ExitCodes.Errors;
    }

    private ProviderDefinition? Provider(string name)
    {
        if (!File.Exists(name))
        {
            var builtIn = BuiltInProviders.All.FirstOrDefault(p => p.Id == name);
            if (builtIn is null)
            {
                errors.WriteLine($"cx: there is no file and no built-in provider {name}. Built in are {string.Join(", ", BuiltInProviders.All.Select(p => p.Id).Order(StringComparer.Ordinal))}.");
            }

            return builtIn;
        }

        var read = DefinitionReader.Read(Documents.Read([name], errors));
        foreach (var error in read.Errors)
        {
            output.WriteLine(error);
        }

        if (read.Errors.IsEmpty && read.Set!.Providers is not [_])
        {
            errors.WriteLine($"cx: {name} is not a provider document; it begins with 'kind: provider'.");
        }

        return read.Errors.IsEmpty ? read.Set!.Providers.FirstOrDefault() : null;
    }

    private bool Write(TrialRequest request)
    {
        output.WriteLine("Request");
        if (request.Problem is { } problem)
        {
            errors.WriteLine($"cx: there is no request: {problem}. State settings with --set name=value.");
            return false;
        }

        output.WriteLine($"  {request.Method} {request.Url}");
        foreach (var (name, value) in request.Headers)
        {
            output.WriteLine($"  {name}: {value}");
        }

        if (request.ContentType is { } type)
        {
            output.WriteLine($"  Content-Type: {type}");
        }

        if (request.Body is { Length: > 0 } body)
        {
            output.WriteLine();
            Indented(PrettyBody.Of(body, request.ContentType));
        }

        return true;
    }

    private void WriteAnswer(ProviderDefinition provider, RecordedHttp recorded)
    {
        var answer = ProviderTrial.Answer(provider, recorded.Status, recorded.Headers, recorded.Body, TimeProvider.System.GetUtcNow());
        output.WriteLine();
        output.WriteLine("Answer");
        output.WriteLine($"  {TrialWords.Of(provider, answer)}");
        if (answer.Text is { Length: > 0 } text)
        {
            output.WriteLine($"  {text}");
        }
    }

    private bool WriteWebhook(ProviderDefinition provider, RecordedHttp recorded)
    {
        var result = ProviderTrial.Webhook(provider, new WebhookRequest
        {
            Method = recorded.Method,
            Url = new UriBuilder(Address) { Query = recorded.Query }.Uri,
            Headers = recorded.Headers.ContainsKey("Content-Type") ? [.. recorded.Headers] : [.. recorded.Headers, new("Content-Type", "application/json")],
            Body = Encoding.UTF8.GetBytes(recorded.Body),
        });
        output.WriteLine();
        output.WriteLine("Webhook");
        if (result.Refusal is { } refusal)
        {
            errors.WriteLine($"cx: {refusal}.");
            return false;
        }

        if (result.Confirm is not null)
        {
            output.WriteLine("  It asks to confirm the webhook, and is answered.");
        }

        foreach (var report in result.Reports)
        {
            string?[] facts =
            [
                report.Step.ToString().ToLowerInvariant(), report.Permanent ? "for good" : null, report.Automated ? "by a program" : null, report.At?.ToString("u", CultureInfo.InvariantCulture),
                Named("action", report.Action), Named("message", report.ProviderId), Named("address", report.Address), Named("reason", report.Reason), Named("url", report.Url), Named("text", report.Text),
            ];
            output.WriteLine($"  {string.Join("  ", facts.OfType<string>())}");
        }

        if (result.Skipped > 0)
        {
            output.WriteLine($"  Skipped {result.Skipped} without a step: {string.Join(", ", result.SkippedWords.Select(w => w.Length == 0 ? "no word" : w))}.");
        }

        if (result.Unreadable > 0)
        {
            output.WriteLine($"  {result.Unreadable} without an action, message or address.");
        }

        if (result.Reports.IsEmpty && result.Skipped + result.Unreadable == 0 && result.Confirm is null)
        {
            output.WriteLine("  There are no events in it.");
        }

        return true;
    }

    private static string? Named(string name, string? value) => value is { Length: > 0 } ? $"{name} {value.ReplaceLineEndings(" ")}" : null;

    private void Indented(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            output.WriteLine($"  {line}");
        }
    }
}
