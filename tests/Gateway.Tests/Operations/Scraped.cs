using System.Globalization;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>Prometheus' text form.</summary>
internal static partial class Scraped
{
    /// <summary>Values by <c>name{label="value"}</c>, with those labels only that the product gives.</summary>
    public static Dictionary<string, double> Read(string text)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Where(l => l.Length > 0 && l[0] != '#'))
        {
            var match = Line().Match(line);
            Assert.True(match.Success, $"Not a line of Prometheus' form: {line}");
            var labels = string.Join(',', Label().Matches(match.Groups["labels"].Value).Select(l => l.Value).Where(l => !l.StartsWith("otel_scope_", StringComparison.Ordinal)));
            values[match.Groups["name"].Value + (labels.Length == 0 ? "" : $"{{{labels}}}")] = double.Parse(match.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }

        return values;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();

    [GeneratedRegex("""[a-zA-Z_][a-zA-Z0-9_]*="(\\.|[^"\\])*" ?""", RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}
