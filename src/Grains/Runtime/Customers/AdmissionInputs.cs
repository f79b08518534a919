using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Admission's input as the history stores it: the action by its id, when it was asked, and what was known outside the customer.</summary>
public static class AdmissionInputs
{
    /// <summary>The input again; null for an action that is not known.</summary>
    /// <param name="input">As it was stored.</param>
    /// <param name="action">Finds an action by its id.</param>
    public static AdmitAction? Read(ReadOnlyMemory<byte> input, Func<string, DecidedAction?> action)
    {
        using var json = JsonDocument.Parse(input);
        var root = json.RootElement;
        if (action(root.GetProperty("action").GetString()!) is not { } asked)
        {
            return null;
        }

        return new AdmitAction
        {
            Action = asked,
            At = root.GetProperty("at").GetDateTimeOffset(),
            Facts = new AdmissionFacts
            {
                KillSwitch = root.GetProperty("killSwitch").GetBoolean(),
                StoppedPolicies = root.TryGetProperty("policyStopped", out _) ? [asked.Policy] : [],
                SuppressedUntil = root.TryGetProperty("mutedUntil", out var suppressed) ? suppressed.GetDateTimeOffset() : null,
                OpenCase = root.TryGetProperty("openCase", out _),
                FullLimits = root.TryGetProperty("fullLimits", out var full) ? [.. full.EnumerateArray().Select(l => l.GetString()!)] : [],
            },
        };
    }

    // What is usual is left out: most inputs of admission are three fields.
    internal static void Write(Utf8JsonWriter json, ActionAnswered answered)
    {
        var (answer, facts) = (answered.Answer, answered.Facts);
        json.WriteString("action", answer.Action);
        json.WriteString("at", answer.At);
        json.WriteBoolean("killSwitch", facts.KillSwitch);
        if (facts.StoppedPolicies.Contains(answer.Policy))
        {
            json.WriteBoolean("policyStopped", true);
        }

        if (facts.SuppressedUntil is { } suppressed)
        {
            json.WriteString("mutedUntil", suppressed);
        }

        if (facts.OpenCase)
        {
            json.WriteBoolean("openCase", true);
        }

        if (!facts.FullLimits.IsEmpty)
        {
            json.WriteStartArray("fullLimits");
            foreach (var limit in facts.FullLimits)
            {
                json.WriteStringValue(limit);
            }

            json.WriteEndArray();
        }
    }
}
