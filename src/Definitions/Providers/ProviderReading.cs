using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>Reads a provider document.</summary>
internal static partial class ProviderReading
{
    /// <summary>Most channels of a provider.</summary>
    public const int ChannelsMax = 20;

    /// <summary>Most settings, and most secrets.</summary>
    public const int NamesMax = 50;

    public static ProviderDefinition Read(Fields fields, string id, string name, int version)
    {
        var channels = fields.Items(fields.Required("channels"), "channels", ChannelsMax).Select(n => Channel(fields, n)).OfType<string>().ToImmutableArray();
        var (settings, secrets) = Declared(fields);
        var scope = new ProviderScope(fields.File, settings, secrets);
        foreach (var setting in settings.Where(s => s is { Format: SettingFormat.Json, Default: not null }))
        {
            if (SettingJson.Read(setting.Default!, settings, secrets, out var why) is null)
            {
                fields.File.Error(fields.PlaceOf("settings"), $"the default of the setting '{Fields.Short(setting.Name)}' {why}");
            }
        }

        return new ProviderDefinition
        {
            Id = id,
            Name = name,
            Version = version,
            Channels = channels,
            Settings = settings,
            Secrets = secrets,
            Send = Open(fields, "send", ProviderShapes.Send, required: true) is { } send ? RequestReading.Send(scope, send) : new SendDefinition { Method = "POST", Url = "" },
            Answer = Open(fields, "answer", ProviderShapes.Answer, required: true) is { } answer ? Answer(scope, answer) : new AnswerDefinition { Accepted = "" },
            Lookup = Open(fields, "lookup", ProviderShapes.Lookup, required: false) is { } lookup ? Lookup(scope, lookup) : null,
            Test = Open(fields, "test", ProviderShapes.Test, required: false) is { } test ? Test(scope, test) : null,
            Webhook = Open(fields, "webhook", ProviderShapes.Webhook, required: false) is { } webhook ? WebhookReading.Read(scope, webhook) : null,
        };
    }

    /// <summary>What a connection states, and what it keeps apart.</summary>
    public static (ImmutableArray<ProviderSetting> Settings, ImmutableArray<ProviderSecret> Secrets) Declared(Fields fields)
    {
        var settings = Each(fields, "settings", ProviderShapes.Setting, Setting);
        var secrets = Each(fields, "secrets", ProviderShapes.Secret, Secret);
        Distinct(fields, "settings", settings.Select(s => s.Name));
        Distinct(fields, "secrets", secrets.Select(s => s.Name));
        return (settings, secrets);
    }

    /// <summary>The fields of a group inside of another.</summary>
    public static Fields? Open(Fields fields, string name, Shape shape, bool required) =>
        (required ? fields.Required(name) : fields.Optional(name)) is { } node ? Fields.Open(fields.File, node, shape) : null;

    private static AnswerDefinition Answer(ProviderScope scope, Fields fields) => new()
    {
        Accepted = scope.Query(fields, fields.Required("accepted"), "accepted", ProviderScope.AnswerRoots) ?? "",
        Retry = scope.Query(fields, fields.Optional("retry"), "retry", ProviderScope.AnswerRoots),
        Never = scope.Query(fields, fields.Optional("never"), "never", ProviderScope.AnswerRoots),
        Fault = scope.Query(fields, fields.Optional("fault"), "fault", ProviderScope.AnswerRoots),
        AddressFault = scope.Query(fields, fields.Optional("addressFault"), "addressFault", ProviderScope.AnswerRoots),
        Id = scope.Query(fields, fields.Optional("id"), "id", ProviderScope.AnswerRoots),
        Text = scope.Query(fields, fields.Optional("text"), "text", ProviderScope.AnswerRoots),
    };

    private static LookupDefinition Lookup(ProviderScope scope, Fields fields) => new(
        RequestReading.Plain(scope, fields, idOnly: true),
        scope.Query(fields, fields.Required("found"), "found", ProviderScope.AnswerRoots) ?? "",
        scope.Query(fields, fields.Optional("missing"), "missing", ProviderScope.AnswerRoots),
        scope.Query(fields, fields.Optional("id"), "id", ProviderScope.AnswerRoots));

    private static TestDefinition Test(ProviderScope scope, Fields fields) => new(
        RequestReading.Plain(scope, fields, idOnly: true),
        scope.Query(fields, fields.Required("works"), "works", ProviderScope.AnswerRoots) ?? "",
        scope.Query(fields, fields.Optional("text"), "text", ProviderScope.AnswerRoots));

    private static ImmutableArray<T> Each<T>(Fields fields, string name, Shape shape, Func<Fields, T> read) =>
        [.. fields.Groups(fields.Optional(name), name, NamesMax).Select(n => Fields.Open(fields.File, n, shape)).OfType<Fields>().Select(read)];

    private static ProviderSetting Setting(Fields fields)
    {
        var setting = new ProviderSetting
        {
            Name = Identifier(fields),
            Label = fields.Text(fields.Required("label"), "label", Fields.NameLengthMax) ?? "",
            Format = fields.Choice("format", SettingFormat.Text, ("text", SettingFormat.Text), ("json", SettingFormat.Json)),
            Required = fields.Flag("required", false),
            Default = fields.Text("default", ProviderScope.TextLengthMax),
        };
        if (setting is { Required: true, Default: not null })
        {
            fields.File.Error(fields.PlaceOf("required"), "a setting with a default is never missing; remove 'required' or 'default'");
        }

        return setting;
    }

    private static ProviderSecret Secret(Fields fields) => new()
    {
        Name = Identifier(fields),
        Label = fields.Text(fields.Required("label"), "label", Fields.NameLengthMax) ?? "",
        Required = fields.Flag("required", true),
    };

    private static string Identifier(Fields fields)
    {
        var node = fields.Required("name");
        var name = fields.Text(node, "name", Fields.IdLengthMax) ?? "";
        if (name.Length > 0 && !NameForm().IsMatch(name))
        {
            fields.File.Error(node!.Place, $"'{Fields.Short(name)}' is no name of a value; use letters and digits, beginning with a letter, like apiKey");
        }

        return name;
    }

    private static string? Channel(Fields fields, Node node)
    {
        if (fields.Text(node, "channels", Touchpoint.NameLengthMax) is not { } word)
        {
            return null;
        }

        if (word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            fields.File.Error(node.Place, "a channel is one word without spaces, like 'email'");
        }

        return word;
    }

    private static void Distinct(Fields fields, string name, IEnumerable<string> names)
    {
        foreach (var twice in names.Where(n => n.Length > 0).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            fields.File.Error(fields.PlaceOf(name), $"'{Fields.Short(twice.Key)}' appears twice under '{name}'; keep one");
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
