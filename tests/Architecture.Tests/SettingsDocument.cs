using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>docs/settings.md as the option classes and their comments have it: every setting that a configuration may give.</summary>
internal static partial class SettingsDocument
{
    private const string Head =
        """
        # Settings

        Every setting of the gateway and the silo. This page is made from the option classes, and a test keeps it current.

        Give a setting on the command line (`--Section:Name=value`), as an environment variable (`Section__Name=value`), in `appsettings.json`, or as a file named `Section__Name` in the folder that `CX_SETTINGS` names, as mounted secrets come. The command line wins over the folder, the folder over the environment, and the environment over `appsettings.json`. Items of a list are numbered from 0: `--Kafka:Topics:0=touchpoints`. Times are `days.hours:minutes:seconds`: `00:00:05` is 5 seconds, `7.00:00:00` a week. A setting that is malformed or out of its bounds keeps the process from starting, and the error names it.

        """;

    /// <summary>The page.</summary>
    /// <param name="assemblies">Those whose option classes count.</param>
    /// <param name="root">The repository.</param>
    public static string Write(IEnumerable<Assembly> assemblies, string root)
    {
        var sections = assemblies.SelectMany(a => a.GetTypes()).Where(t => SectionOf(t) is not null).OrderBy(t => SectionOf(t), StringComparer.Ordinal).ThenBy(t => t.Name, StringComparer.Ordinal);
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var section in sections.GroupBy(t => SectionOf(t)!))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Key}\n");
            foreach (var type in section)
            {
                var source = File.ReadAllText(SourceOf(type, root)).ReplaceLineEndings("\n");
                var defaults = Activator.CreateInstance(type, nonPublic: true)!;
                text.Append(CultureInfo.InvariantCulture, $"\n{Comment(source, $@"(?:public|internal) sealed (?:partial )?class {type.Name}\b")}\n\n| setting | default | bounds | |\n|---|---|---|---|\n");
                foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(IsSetting))
                {
                    text.Append(CultureInfo.InvariantCulture, $"| `{section.Key}:{property.Name}` | {Default(property, defaults)} | {Bounds(property)} | {Meaning(source, property)} |\n");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Settings without a comment: their row would say nothing.</summary>
    public static IEnumerable<string> Uncommented(IEnumerable<Assembly> assemblies, string root) =>
        from type in assemblies.SelectMany(a => a.GetTypes())
        where SectionOf(type) is not null
        let source = File.ReadAllText(SourceOf(type, root)).ReplaceLineEndings("\n")
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where IsSetting(property) && Meaning(source, property).Length == 0
        select $"{SectionOf(type)}:{property.Name}";

    private static string? SectionOf(Type type) => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal)
        ? type.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is { IsLiteral: true } section ? (string)section.GetRawConstantValue()! : null
        : null;

    private static bool IsSetting(PropertyInfo property) => property.SetMethod is { IsPublic: true } || typeof(IEnumerable).IsAssignableFrom(property.PropertyType) && property.PropertyType != typeof(string);

    private static string SourceOf(Type type, string root) =>
        Directory.EnumerateFiles(Path.Combine(root, "src"), $"{type.Name}.cs", SearchOption.AllDirectories).Single(f => File.ReadAllText(f).Contains($"namespace {type.Namespace};", StringComparison.Ordinal));

    private static string Default(PropertyInfo property, object defaults) => property.GetValue(defaults) switch
    {
        null or "" => "",
        string text => $"`{text}`",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan time => $"`{time}`",
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(i => $"`{i}`")),
        Enum name => $"`{name}`",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        var other => $"`{other}`",
    };

    private static string Bounds(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? $"{Bound(range.Minimum)} to {Bound(range.Maximum)}"
        : property.PropertyType.IsEnum ? string.Join(", ", Enum.GetNames(property.PropertyType).Select(n => $"`{n}`"))
        : property.GetCustomAttribute<RequiredAttribute>() is not null ? "needed" : "";

    private static string Bound(object bound) => bound is IFormattable number ? $"`{number.ToString(null, CultureInfo.InvariantCulture)}`" : $"`{bound}`";

    private static string Meaning(string source, PropertyInfo property) => Sentences().Replace(Comment(source, $@"public [\w<>?\[\], ]+ {property.Name}\b"), "").Trim();

    /// <summary>The summary before a declaration, its tags as Markdown.</summary>
    private static string Comment(string source, string declaration)
    {
        var match = Regex.Match(source, $@"((?:^ *///.*\n)+)(?:^ *\[.*\n|^#pragma.*\n)*^ *{declaration}", RegexOptions.Multiline);
        var lines = match.Groups[1].Value.Split('\n').Select(l => l.Trim().TrimStart('/').Trim());
        var text = string.Join(' ', lines).Replace("<summary>", "", StringComparison.Ordinal).Replace("</summary>", "", StringComparison.Ordinal);
        text = References().Replace(text, "`$1`").Replace("<c>", "`", StringComparison.Ordinal).Replace("</c>", "`", StringComparison.Ordinal);
        return text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Trim();
    }

    // The default and the bounds have columns of their own.
    [GeneratedRegex(@"\s*(?:Default|Bounds?): (?:[^.]|\.(?=\S))*\.")]
    private static partial Regex Sentences();

    [GeneratedRegex("""<see cref="(?:\w+\.)*(\w+)"\s*/>""")]
    private static partial Regex References();
}
