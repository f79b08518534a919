using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Journeys;

/// <summary>Reads time zones by their IANA names.</summary>
internal static partial class TimeZones
{
    private const int LengthMax = 64;

    public static TimeZoneInfo Read(Fields fields, string name)
    {
        var node = fields.Optional(name);
        if (fields.Text(node, name, LengthMax) is not { } id)
        {
            return TimeZoneInfo.Utc;
        }

        // The lookup opens a file of that name on some systems: nothing but a name of the known form gets there.
        if (Form().IsMatch(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return zone;
        }

        var near = Spelling.Suggest(id, TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id));
        fields.File.Error(node!.Place, $"no time zone '{id}'{(near.Length > 0 ? near : "; write an IANA name like Europe/Berlin or America/Sao_Paulo")}");
        return TimeZoneInfo.Utc;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
