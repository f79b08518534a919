using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Definitions.Providers;

namespace CxOrchestrator.Channels.Http;

/// <summary>A message as the texts of provider documents name it.</summary>
internal static class MessageValues
{
    public static Dictionary<string, string> Of(OutgoingMessage message)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = message.Id,
            ["channel"] = message.Channel,
            ["to"] = message.To,
            ["customer"] = message.Customer,
            ["category"] = message.Category.ToString().ToLowerInvariant(),
            ["text"] = message.Text,
            ["policy"] = message.Policy,
        };
        Add("toName", message.ToName);
        Add("replyTo", message.ReplyTo);
        Add("subject", message.Subject);
        Add("html", message.Html);
        Add("language", message.Language);
        Add("link", message.Link);
        Add("image", message.Image);
        Add("template", message.Template);
        Add("templateLanguage", message.TemplateLanguage);
        Add("unsubscribe", message.Unsubscribe?.AbsoluteUri);
        return values;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                values[name] = value;
            }
        }
    }

    public static ProviderValues Values(OutgoingMessage message, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> secrets) =>
        new() { Message = Of(message), Values = message.Values, Settings = settings, Secrets = secrets };
}
