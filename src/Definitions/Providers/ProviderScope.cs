using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>The names that a provider document declares, and the reading of texts and expressions that use them.</summary>
internal sealed class ProviderScope(SourceFile file, ImmutableArray<ProviderSetting> settings, ImmutableArray<ProviderSecret> secrets, ImmutableArray<string> pageNames = default, ImmutableArray<string> valueNames = default)
{
    /// <summary>Longest text, in characters.</summary>
    public const int TextLengthMax = 10_000;

    /// <summary>Names that an answer has.</summary>
    public static readonly ImmutableArray<string> AnswerRoots = ["status", "headers", "body"];

    /// <summary>Names that a webhook's request has.</summary>
    public static readonly ImmutableArray<string> RequestRoots = ["method", "headers", "query", "form", "body"];

    public SourceFile File => file;

    /// <summary>The same names, with those of a page in place of those of a message; none: settings and secrets alone.</summary>
    public ProviderScope WithPage(ImmutableArray<string> names) => new(file, settings, secrets, names);

    /// <summary>The same names, with the values of an event in place of those of a message.</summary>
    public ProviderScope WithValues(ImmutableArray<string> names) => new(file, settings, secrets, valueNames: names);

    /// <summary>Names of the declared settings and secrets.</summary>
    public IEnumerable<string> Names => settings.Select(s => s.Name).Concat(secrets.Select(s => s.Name));

    /// <summary>A text; null, and an error, where it is none.</summary>
    public string? Text(Fields fields, Node? node, string name, bool isUrl = false, bool idOnly = false)
    {
        if (fields.Text(node, name, TextLengthMax) is not { } text)
        {
            return null;
        }

        var written = (TextNode)node!;
        if (ProviderText.Parse(text, out var errors) is not { } parsed)
        {
            foreach (var (at, message) in errors)
            {
                file.Error(written.At(at), message.StartsWith("cannot", StringComparison.Ordinal) || message.StartsWith("goes", StringComparison.Ordinal) ? $"'{name}' {message}" : message);
            }

            return null;
        }

        foreach (var path in parsed.Names)
        {
            if (Wrong(path, idOnly) is { } wrong)
            {
                file.Error(written.At(Math.Max(0, text.IndexOf(path, StringComparison.Ordinal))), wrong);
            }
        }

        if (isUrl && parsed.BeginsWithMessage)
        {
            file.Error(written.Place, $"'{name}' begins with https://, or with a setting or secret that holds the address");
        }
        else if (isUrl && !text.StartsWith('{') && !text.StartsWith("https://", StringComparison.Ordinal) && !text.StartsWith("http://", StringComparison.Ordinal))
        {
            file.Error(written.Place, $"'{Fields.Short(text)}' is no web address; write it whole, beginning with https://");
        }

        return text;
    }

    /// <summary>An expression; empty, and an error, where it is none.</summary>
    public string? Query(Fields fields, Node? node, string name, ImmutableArray<string> roots)
    {
        if (fields.Text(node, name, ProviderQuery.LengthMax) is not { } text)
        {
            return null;
        }

        var written = (TextNode)node!;

        // A browser does not load the language for the few who write providers: the server checks expressions when a draft is checked there.
        if (!OperatingSystem.IsBrowser() && ProviderQuery.Parse(text, out var why, out var at) is null)
        {
            file.Error(written.At(at), $"'{name}' {why}");
            return null;
        }

        foreach (var (root, index) in roots.IsEmpty ? [] : QueryRoots.Of(text))
        {
            if (!roots.Contains(root))
            {
                var near = Spelling.Suggest(root, roots);
                file.Error(written.At(index), $"'{name}' has no '{Fields.Short(root)}'{(near.Length > 0 ? near : $"; there are {string.Join(", ", roots)}")}");
            }
        }

        return text;
    }

    /// <summary>The name of a declared secret.</summary>
    public string Secret(Fields fields, string name) => Declared(fields, fields.Required(name), name, "secret", secrets.Select(s => s.Name));

    public string Secret(Fields fields, Node node, string name) => Declared(fields, node, name, "secret", secrets.Select(s => s.Name));

    /// <summary>The name of a declared setting; with <paramref name="json"/> of one that holds JSON.</summary>
    public string? Setting(Fields fields, Node? node, string name, bool json)
    {
        if (node is null)
        {
            return null;
        }

        var setting = Declared(fields, node, name, "setting", settings.Select(s => s.Name));
        if (json && settings.FirstOrDefault(s => s.Name == setting) is { Format: not SettingFormat.Json })
        {
            file.Error(node.Place, $"the setting '{Fields.Short(setting)}' holds a text; give it 'format: json' to take JSON from it");
        }

        return setting;
    }

    private string Declared(Fields fields, Node? node, string name, string what, IEnumerable<string> names)
    {
        if (fields.Text(node, name, Fields.IdLengthMax) is not { } text)
        {
            return "";
        }

        if (!names.Contains(text, StringComparer.Ordinal))
        {
            file.Error(node!.Place, Unknown(what, text, names));
        }

        return text;
    }

    private string? Wrong(string path, bool idOnly)
    {
        var parts = path.Split('.');
        if (parts.Length < 2)
        {
            return $"'{Fields.Short(path)}' is no value{Suggest(parts[0], ["message", "settings", "secrets"], "write message.to, settings.name or secrets.name")}";
        }

        switch (parts[0])
        {
            case "page" or "message" when pageNames is { IsDefault: false, IsEmpty: true }:
                return "a stream is opened for no message and no page; there are settings and secrets";
            case "page" when !pageNames.IsDefault:
                return parts.Length == 2 && pageNames.Contains(parts[1]) ? null : $"a page has no '{Fields.Short(string.Join('.', parts[1..]))}'{Suggest(parts[1], pageNames, $"there are {string.Join(", ", pageNames)}")}";
            case "values" when !valueNames.IsDefault:
                return parts.Length == 2 && valueNames.Contains(parts[1]) ? null : $"'values' has no '{Fields.Short(string.Join('.', parts[1..]))}'{Suggest(parts[1], valueNames, valueNames.IsEmpty ? "no value of an event can be used here" : $"there are {string.Join(", ", valueNames)}")}";
            case "message" when !valueNames.IsDefault:
                return "a source is asked without a message; there are values, settings and secrets";
            case "message" when !pageNames.IsDefault:
                return "a source is asked without a message; there are page, settings and secrets";
            case "message" when idOnly && parts[1] != "id":
                return "here only message.id of the message is known";
            case "message" when !ProviderValues.MessageNames.Contains(parts[1]):
                return $"a message has no '{Fields.Short(parts[1])}'{Suggest(parts[1], ProviderValues.MessageNames, $"there are {string.Join(", ", ProviderValues.MessageNames)}")}";
            case "message" when parts.Length > (parts[1] == "values" ? 3 : 2):
                return $"'{Fields.Short(path)}' has too many parts; write message.{parts[1]}{(parts[1] == "values" ? ".name" : "")}";
            case "message":
                return null;
            case "settings":
                return parts.Length > 2 || settings.All(s => s.Name != parts[1]) ? Unknown("setting", string.Join('.', parts[1..]), settings.Select(s => s.Name)) : null;
            case "secrets":
                return parts.Length > 2 || secrets.All(s => s.Name != parts[1]) ? Unknown("secret", string.Join('.', parts[1..]), secrets.Select(s => s.Name)) : null;
            default:
                return $"'{Fields.Short(parts[0])}' is no value{Suggest(parts[0], ["message", "settings", "secrets"], "there are message, settings and secrets")}";
        }
    }

    private static string Unknown(string what, string name, IEnumerable<string> names) =>
        $"no {what} '{Fields.Short(name)}' is declared{Suggest(name, names, names.Any() ? $"there are {string.Join(", ", names.Take(10))}" : $"declare it under '{what}s'")}";

    private static string Suggest(string name, IEnumerable<string> names, string otherwise) =>
        Spelling.Suggest(name, names) is { Length: > 0 } near ? near : $"; {otherwise}";
}
