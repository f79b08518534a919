using System.Text.Encodings.Web;
using System.Text.Json;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>Bodies of requests for people: JSON on several lines, a form with a line for each value.</summary>
public static class PrettyBody
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is neither stays as it is.</summary>
    public static string Of(string body, string? contentType)
    {
        if (contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            return string.Join('\n', body.Split('&').Select(pair => string.Join(" = ", pair.Split('=', 2).Select(part => Uri.UnescapeDataString(part.Replace('+', ' '))))));
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Indented))
            {
                json.WriteTo(writer);
            }

            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
