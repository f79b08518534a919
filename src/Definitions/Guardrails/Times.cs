using System.Globalization;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Guardrails;

/// <summary>Reads times of the day.</summary>
internal static class Times
{
    private const int LengthMax = 20;

    /// <summary>Hours and minutes of 24 hours; needed.</summary>
    public static TimeOnly? Read(Fields fields, string name)
    {
        var node = fields.Required(name);
        if (fields.Text(node, name, LengthMax) is not { } text)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        fields.File.Error(node!.Place, $"'{text}' is no time of the day; write hours and minutes, like 21:00 or 8:30");
        return null;
    }
}
