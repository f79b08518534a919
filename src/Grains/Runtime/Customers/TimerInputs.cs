using System.Text.Json;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>A timer's firing as history keeps it, and the dead letter of one that was put aside.</summary>
internal static class TimerInputs
{
    private const string UpTo = "upTo";
    private const string SetAside = "setAside";

    public static void Write(Utf8JsonWriter json, DecisionStep step, ReadOnlySpan<CustomerEvent> events)
    {
        json.WriteString(UpTo, step.At);
        foreach (var @event in events)
        {
            if (@event is TimerSetAside aside)
            {
                json.WriteString(SetAside, aside.Reason);
            }
        }
    }

    /// <summary>One timer fires, or is put aside, as it was then.</summary>
    public static CustomerInput Read(HistoryEntry entry)
    {
        using var document = JsonDocument.Parse(entry.Input);
        return document.RootElement.TryGetProperty(SetAside, out var reason)
            ? new SetTimerAside { Reason = reason.GetString() ?? "" }
            : new FireTimers { UpTo = entry.EffectiveAt, Most = 1 };
    }

    /// <summary>What the dead letter of a timer holds: the customer and the timer's number, with which it is tried again, and what it is, for people.</summary>
    public static byte[] Body(string customer, SetAsideTimer timer)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("customer", customer);
            json.WriteNumber("timer", timer.Number);
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(timer.Kind.ToString()));
            json.WriteString("dueAt", timer.DueAt);
            Optional(json, "policy", timer.Wait?.Policy);
            Optional(json, "step", timer.Wait?.Step);
            Optional(json, "journey", timer.Journey ?? timer.Wait?.Journey);
            Optional(json, "correlation", timer.Correlation ?? timer.Wait?.Instance);
            Optional(json, "expectation", timer.Expectation?.Expectation);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
