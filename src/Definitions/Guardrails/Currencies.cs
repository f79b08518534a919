using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Guardrails;

/// <summary>Reads currencies by their ISO 4217 letters.</summary>
internal static partial class Currencies
{
    private const int LengthMax = 500;

    public static string? Read(Fields fields, string name)
    {
        var node = fields.Optional(name);
        if (fields.Text(node, name, LengthMax) is not { } code)
        {
            return null;
        }

        if (!Form().IsMatch(code))
        {
            fields.File.Error(node!.Place, $"'{Fields.Short(code)}' is no currency; write its three letters in capitals, like EUR");
        }

        return code;
    }

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
