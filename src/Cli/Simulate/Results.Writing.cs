using System.Text.Json;
using CxOrchestrator.Rules.Experience;

namespace CxOrchestrator.Cli.Simulate;

internal sealed partial class Results
{
    private void Write(Kept kept)
    {
        var point = kept.Opened;
        var json = _lowPoints.Begin(kept.At);
        json.WriteString("customer", kept.Customer.Value);
        json.WriteString("journey", point.Journey);
        json.WriteString("correlation", point.Correlation);
        json.WriteString("openedAt", point.OpenedAt);
        if (kept.Closed is { ClosedAt: { } closedAt, Outcome: { } outcome })
        {
            json.WriteString("closedAt", closedAt);
            json.WriteString("outcome", Words(outcome));
        }
        else
        {
            json.WriteNull("closedAt");
            json.WriteNull("outcome");
        }

        var cause = point.Causes[0];
        json.WriteStartObject("cause");
        json.WriteString("kind", Words(cause.Kind));
        json.WriteString("type", cause.Type);
        Optional(json, "expectation", cause.Expectation);
        json.WriteString("text", cause.Text);
        json.WriteNumber("weight", cause.Weight);
        json.WriteString("at", cause.At);
        json.WriteEndObject();
        json.WriteNumber("depth", point.Depth);
        _lowPoints.End();
    }

    private static void Write(Utf8JsonWriter json, string name, Dictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Count(Dictionary<string, long> counts, string key) => System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;

    private static string Words<T>(T value)
        where T : struct, Enum => EnumWords<T>.Of[value];

    private static class EnumWords<T>
        where T : struct, Enum
    {
        public static Dictionary<T, string> Of { get; } = Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));
    }
}
