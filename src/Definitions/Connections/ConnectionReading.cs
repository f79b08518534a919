using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Definitions.Connections;

/// <summary>Reads a connection. What its provider asks for is checked where the provider is known.</summary>
internal static partial class ConnectionReading
{
    /// <summary>Most settings, and most secrets.</summary>
    public const int FieldsMax = 50;

    /// <summary>Longest value of a setting, in characters.</summary>
    public const int ValueLengthMax = 2_000;

    /// <summary>How the name of an environment variable with a secret begins: a document cannot read any other.</summary>
    public const string VariablePrefix = "CX_SECRET_";

    private static readonly ImmutableArray<string> OfChannels = ["channel", "provider", "address", "weight", "ratePerSecond"];

    private const int WeightMax = 1_000;
    private const int RateMax = 100_000;

    public static ConnectionDefinition Read(Fields fields, string id, string name, int version)
    {
        var channel = fields.Word("channel", required: true) ?? "";
        var provider = fields.Word("provider", required: true) ?? "";
        var settings = Settings(fields);
        if (ConnectionProtocols.Find(provider) is { } protocol)
        {
            Check(fields, protocol, channel, settings);
        }

        return new ConnectionDefinition
        {
            Id = id,
            Name = name,
            Version = version,
            Enabled = fields.Flag("enabled", true),
            Channel = channel,
            Provider = provider,
            Address = fields.Word("address"),
            Settings = settings,
            Secrets = Secrets(fields),
            Weight = fields.Whole("weight", 0, WeightMax, 1),
            RatePerSecond = fields.Has("ratePerSecond") ? fields.Whole("ratePerSecond", 1, RateMax, 1) : null,
        };
    }

    /// <summary>A connection that touchpoints come from.</summary>
    public static SourceConnection ReadSource(Fields fields, string id, string name, int version)
    {
        foreach (var field in OfChannels.Where(fields.Has))
        {
            fields.File.Error(fields.PlaceOf(field), $"'{field}' belongs to a connection that messages leave through; one with a 'source' takes touchpoints in, so remove it");
        }

        return new SourceConnection
        {
            Id = id,
            Name = name,
            Version = version,
            Enabled = fields.Flag("enabled", true),
            Source = fields.Word("source", required: true) ?? "",
            Settings = Settings(fields),
            Secrets = Secrets(fields),
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Settings(Fields fields)
    {
        if (fields.Optional("settings") is not { } node)
        {
            return [];
        }

        if (node is not MapNode map)
        {
            fields.File.Error(node.Place, "'settings' is a group of names and values, like {host: mail.example.com}");
            return [];
        }

        var settings = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var entry in Fields.Distinct(fields.File, map, FieldsMax, "keep one"))
        {
            if (fields.Text(entry.Value, entry.Key.Value, ValueLengthMax) is not { } value)
            {
                continue;
            }

            // A header that a value ends would begin the next one.
            if (value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            {
                fields.File.Error(entry.Value.Place, $"'{Fields.Short(entry.Key.Value)}' is one line; remove the line break");
            }

            settings.Add(new(entry.Key.Value, value));
        }

        return settings.DrainToImmutable();
    }

    private static ImmutableArray<SecretSource> Secrets(Fields fields)
    {
        if (fields.Optional("secrets") is not { } node)
        {
            return [];
        }

        if (node is not MapNode map)
        {
            fields.File.Error(node.Place, "'secrets' says where secrets come from, like {password: {env: CX_SECRET_MAIL}}; enter the others in the console");
            return [];
        }

        var secrets = ImmutableArray.CreateBuilder<SecretSource>();
        foreach (var entry in Fields.Distinct(fields.File, map, FieldsMax, "keep one"))
        {
            if (entry.Value is not MapNode)
            {
                fields.File.Error(entry.Value.Place, $"a secret is never in a document; write where '{Fields.Short(entry.Key.Value)}' comes from, like {{env: CX_SECRET_MAIL}}, or enter it in the console");
            }
            else if (Fields.Open(fields.File, entry.Value, Shape.SecretSource) is { } source && Source(entry.Key.Value, source) is { } read)
            {
                secrets.Add(read);
            }
        }

        return secrets.DrainToImmutable();
    }

    private static SecretSource? Source(string name, Fields fields)
    {
        var (env, file) = (fields.Optional("env"), fields.Optional("file"));
        if (env is null == file is null)
        {
            fields.File.Error(fields.Place, "a secret comes from one place; write env: or file:");
            return null;
        }

        if (env is not null)
        {
            var variable = fields.Text(env, "env", Fields.NameLengthMax) ?? "";
            if (variable.Length > 0 && !VariableForm().IsMatch(variable))
            {
                fields.File.Error(env.Place, $"'{Fields.Short(variable)}' cannot be read; the variable's name begins with {VariablePrefix}, then letters, digits and underscores");
            }

            return new SecretSource(name, SecretPlace.Environment, variable);
        }

        var path = fields.Text(file, "file", Fields.NameLengthMax) ?? "";
        if (path.Length > 0 && !FileForm().IsMatch(path))
        {
            fields.File.Error(file!.Place, $"'{Fields.Short(path)}' is not the name of a file; write the name alone, and keep the file in the folder that Channels:SecretsFolder names");
        }

        return new SecretSource(name, SecretPlace.File, path);
    }

    private static void Check(Fields fields, ConnectionProtocol protocol, string channel, ImmutableArray<KeyValuePair<string, string>> settings)
    {
        if (channel.Length > 0 && channel != protocol.Channel)
        {
            fields.File.Error(fields.PlaceOf("channel"), $"{protocol.Id} reaches the channel '{protocol.Channel}', not '{Fields.Short(channel)}'");
        }

        foreach (var field in protocol.Settings.Where(f => f.Required && settings.All(s => s.Key != f.Name)))
        {
            fields.File.Error(fields.PlaceOf("settings"), $"{protocol.Id} needs the setting '{field.Name}'{(field.Hint is null ? "" : $", like {field.Name}: {field.Hint}")}");
        }

        foreach (var (name, value) in settings)
        {
            if (protocol.Settings.FirstOrDefault(f => f.Name == name) is not { } field)
            {
                fields.File.Error(fields.PlaceOf("settings"), $"{protocol.Id} has no setting '{Fields.Short(name)}'{Spelling.Suggest(name, [.. protocol.Settings.Select(f => f.Name)])}");
            }
            else if (!field.Choices.IsEmpty && !field.Choices.Contains(value))
            {
                fields.File.Error(fields.PlaceOf("settings"), $"'{name}' is one of {string.Join(", ", field.Choices)}, not '{Fields.Short(value)}'");
            }
            else if (field.Whole is var (min, max) && (!int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < min || number > max))
            {
                fields.File.Error(fields.PlaceOf("settings"), $"'{name}' is a whole number from {min} to {max}, not '{Fields.Short(value)}'");
            }
            else if (field.Needs is { } needed && settings.All(s => s.Key != needed))
            {
                fields.File.Error(fields.PlaceOf("settings"), $"'{name}' means nothing without '{needed}'; add that, or remove '{name}'");
            }
        }
    }

    [GeneratedRegex(@"^CX_SECRET_[A-Za-z0-9_]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableForm();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileForm();
}
