using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CxOrchestrator.Sentiment;

namespace CxOrchestrator.Cli.Sentiment;

/// <summary>Reads lines of texts and writes them with what was found.</summary>
internal sealed class SentimentLines(SentimentReader reader, string label)
{
    /// <summary>Most errors that are shown.</summary>
    private const int ErrorsMax = 20;

    /// <summary>Emoji and accents are written as they are: the file is read by people too.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lines that could not be read, with their numbers; at most 20.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>All lines that could not be read.</summary>
    public int Failed { get; private set; }

    public int Done { get; private set; }

    public int Unread { get; private set; }

    /// <summary>Of the lines with a label.</summary>
    public ClassScore Score { get; } = new();

    /// <summary>The line with its sentiment; null where it could not be read, with the reason in <see cref="Errors"/>.</summary>
    public byte[]? Read(Lines lines)
    {
        try
        {
            return lines.TooLong ? throw new InvalidDataException($"longer than {Lines.BytesMax} bytes: shorten it.") : Read(lines.Current.Span);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or InvalidOperationException or ArgumentException)
        {
            Failed++;
            if (Errors.Count < ErrorsMax)
            {
                Errors.Add(exception is InvalidDataException ? $"{lines.Number}: {exception.Message}" : $"{lines.Number}: no JSON object: {exception.Message}");
            }

            return null;
        }
    }

    private byte[] Read(ReadOnlySpan<byte> line)
    {
        var item = JsonNode.Parse(line) as JsonObject ?? throw new InvalidDataException("no JSON object: write {\"text\": \"...\"}.");
        var given = Label(item);
        var found = reader.Read(Text(item, "text") ?? "", Text(item, "lang"));
        Done++;
        Unread += found.Value is null ? 1 : 0;
        if (given is { } @class)
        {
            Score.Add(@class, found.Class);
        }

        item["sentiment"] = found.Value;
        item["class"] = found.Class;
        item["reasons"] = new JsonArray([.. found.Reasons.Select(r => (JsonNode)r)]);
        item["language"] = found.Language;
        item["model"] = found.Model;
        return JsonSerializer.SerializeToUtf8Bytes(item, Plain);
    }

    private static string? Text(JsonObject item, string field) => item[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new InvalidDataException($"/{field}: write a text or null."),
    };

    private int? Label(JsonObject item) => item[label] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<double>(out var number) && number is -1 or 0 or 1 => (int)number,
        _ => throw new InvalidDataException($"/{label}: write -1, 0, 1 or null, or name another field with --label."),
    };
}
