using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CxOrchestrator.Storage.Erasure;

/// <summary>Reports of backtests without the samples that are about one customer. Their figures say of nobody who it was.</summary>
public static class ErasedReports
{
    private const string Member = "customer";

    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>The report without the customer; null: the customer is not in it.</summary>
    /// <param name="report">JSON.</param>
    /// <param name="customer">The customer's id.</param>
    /// <param name="samples">How many samples went.</param>
    public static string? Without(string report, string customer, out int samples)
    {
        samples = 0;
        if (JsonNode.Parse(report) is not { } root)
        {
            return null;
        }

        samples = Remove(root, customer);
        return samples == 0 ? null : root.ToJsonString(Written);
    }

    private static int Remove(JsonNode node, string customer)
    {
        var removed = 0;
        switch (node)
        {
            case JsonArray array:
                for (var i = array.Count - 1; i >= 0; i--)
                {
                    if (array[i] is JsonObject item && IsOf(item, customer))
                    {
                        array.RemoveAt(i);
                        removed++;
                    }
                    else if (array[i] is { } other)
                    {
                        removed += Remove(other, customer);
                    }
                }

                break;
            case JsonObject members:
                foreach (var member in members.Select(m => m.Value).OfType<JsonNode>().ToList())
                {
                    removed += Remove(member, customer);
                }

                break;
        }

        return removed;
    }

    private static bool IsOf(JsonObject item, string customer) =>
        item[Member] is JsonValue value && value.TryGetValue<string>(out var id) && string.Equals(id, customer, StringComparison.Ordinal);
}
