using CxOrchestrator.Api.Connections;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Connections;

/// <summary>Reads what a provider document is tried with, and names what cannot be used.</summary>
internal static class ProviderTrialReading
{
    /// <summary>Most headers, settings and values.</summary>
    private const int EntriesMax = 100;

    private const int AnswerLengthMax = 64 * 1024;

    /// <summary>The message; null, and why, where its channel or category is none.</summary>
    public static OutgoingMessage? Message(ProviderDefinition provider, TrialMessage? given, Arguments arguments)
    {
        var channel = given?.Channel ?? provider.Channels.FirstOrDefault() ?? "";
        if (!provider.Channels.Contains(channel))
        {
            arguments.Wrong("/message/channel", $"{provider.Name} does not reach '{channel}'. It reaches {string.Join(", ", provider.Channels)}.");
            return null;
        }

        var category = arguments.Choice<PolicyCategory>("/message/category", given?.Category);
        Count(arguments, "/message/values", given?.Values);
        var sample = SampleMessage.On(channel);
        return sample with
        {
            To = given?.To ?? sample.To,
            ToName = given?.ToName ?? sample.ToName,
            Category = category ?? sample.Category,
            Subject = given?.Subject ?? sample.Subject,
            Text = given?.Text ?? sample.Text,
            Html = given?.Html ?? sample.Html,
            Language = given?.Language ?? sample.Language,
            Values = given?.Values is { } values ? [.. values] : sample.Values,
        };
    }

    /// <summary>Notes what is wrong with the recorded answer, the recorded webhook and the settings.</summary>
    public static void Check(ProviderTrialRequest request, Arguments arguments)
    {
        Count(arguments, "/settings", request.Settings);
        Count(arguments, "/answer/headers", request.Answer?.Headers);
        Count(arguments, "/webhook/headers", request.Webhook?.Headers);
        if (request.Answer is { Status: < 100 or > 599 })
        {
            arguments.Wrong("/answer/status", "A status of HTTP from 100 to 599 is needed.");
        }

        if (request.Answer?.Body is { Length: > AnswerLengthMax })
        {
            arguments.Wrong("/answer/body", "No more than 64 KiB of an answer are read; shorten it.");
        }

        if (request.Webhook?.Method is { } method && method.ToUpperInvariant() is not ("POST" or "GET"))
        {
            arguments.Wrong("/webhook/method", "POST or GET is needed.");
        }
    }

    private static void Count(Arguments arguments, string pointer, IReadOnlyDictionary<string, string>? entries)
    {
        if (entries is { Count: > EntriesMax })
        {
            arguments.Wrong(pointer, $"At most {EntriesMax} entries are read.");
        }
        else if (entries?.FirstOrDefault(e => e.Value is null) is { Key: { } name })
        {
            arguments.Wrong($"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", "A text is needed.");
        }
    }
}
