using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Hosting;

/// <summary>Settings that are missing or wrong, each by its own name.</summary>
public static partial class SettingWords
{
    public const string Cure = "Set it on the command line (--Section:Name=value), in the environment (Section__Name), or in a file of the folder that CX_SETTINGS names.";

    public static string Of(OptionsValidationException exception)
    {
        var section = exception.OptionsType.GetField("Section")?.GetValue(null) as string;
        var failures = exception.Failures.Select(f => section is null ? f : Named(f, section, exception.OptionsType.Name)).Distinct(StringComparer.Ordinal).Select(Ended);
        return $"{string.Join(" ", failures)} {Cure}";
    }

    // "Topics: The field KafkaOptions.Topics must be ..." as the framework's validators write it.
    private static string Named(string failure, string section, string type)
    {
        var named = Member().Replace(failure, m => m.Groups["field"].Value.StartsWith(type, StringComparison.Ordinal) ? "The setting " : m.Value)
            .Replace($"{type}.", $"{section}:", StringComparison.Ordinal);
        return named
            .Replace("must be a string or array type with a minimum length of '1'", "needs at least one value", StringComparison.Ordinal)
            .Replace(" field is required", " is missing", StringComparison.Ordinal);
    }

    private static string Ended(string text) => text.EndsWith('.') ? text : text + ".";

    [GeneratedRegex(@"^\w+: The (field )?(?=(?<field>[\w.]+))")]
    private static partial Regex Member();
}
