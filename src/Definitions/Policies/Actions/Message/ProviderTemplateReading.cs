using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Reads which template of the provider a message is sent with.</summary>
internal static class ProviderTemplateReading
{
    /// <summary>Most values of a template.</summary>
    public const int ValuesMax = 20;

    /// <summary>Longest name at a provider, in characters.</summary>
    public const int NameLengthMax = 200;

    private const int LanguageLengthMax = 20;

    public static Shape Shape { get; } = new("providerTemplate", "a template of the provider", "name", "language", "values", "always");

    public static ProviderTemplate? Read(Fields message)
    {
        if (message.Optional("providerTemplate") is not { } node || Fields.Open(message.File, node, Shape) is not { } fields)
        {
            return null;
        }

        return new ProviderTemplate
        {
            Name = fields.Text(fields.Required("name"), "name", NameLengthMax) ?? "",
            Language = fields.Text("language", LanguageLengthMax),
            Values = Values(fields),
            Always = fields.Flag("always", false),
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Values(Fields fields)
    {
        switch (fields.Optional("values"))
        {
            case null:
                return [];
            case MapNode map:
                var values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
                foreach (var (key, value) in Fields.Distinct(fields.File, map, ValuesMax, "keep one"))
                {
                    if (Texts.Of(fields, value, key.Value, ActionReading.LineLengthMax) is { } text)
                    {
                        values.Add(new(key.Value, text));
                    }
                }

                return values.DrainToImmutable();
            case var node:
                fields.File.Error(node.Place, "'values' is a group of named values, like {\"1\": \"{customer.name|there}\"}");
                return [];
        }
    }
}
