using System.Text.Json;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Exports;

/// <summary>A touchpoint in an export.</summary>
/// <param name="Customer">Whose history it is in.</param>
/// <param name="Sequence">Of the input in the customer's history.</param>
/// <param name="Touchpoint">As it came.</param>
/// <param name="Attributes">As JSON; null: none.</param>
/// <param name="Identities">As JSON; null: none.</param>
internal sealed record TouchpointRow(string Customer, long Sequence, Touchpoint Touchpoint, string? Attributes, string? Identities)
{
    public static TouchpointRow Of(string customer, long sequence, Touchpoint touchpoint)
    {
        using var json = JsonDocument.Parse(TouchpointJson.Write(touchpoint));
        return new TouchpointRow(customer, sequence, touchpoint, Part(json, "attributes"), Part(json, "identities"));
    }

    private static string? Part(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var part) ? part.GetRawText() : null;
}
