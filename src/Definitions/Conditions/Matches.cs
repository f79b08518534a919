using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary>Reads which touchpoints are meant: a type, a list of types, or a type with conditions on its own fields.</summary>
internal static class Matches
{
    /// <summary>Most touchpoints in one list.</summary>
    public const int Max = 100;

    /// <summary>Most fields under one where.</summary>
    public const int WhereMax = 20;

    public static ImmutableArray<TouchpointMatch> Optional(Fields fields, string name) => Of(fields, fields.Optional(name), name);

    public static ImmutableArray<TouchpointMatch> Required(Fields fields, string name) => Of(fields, fields.Required(name), name);

    /// <summary>A field that takes one touchpoint and no list.</summary>
    public static TouchpointMatch? One(Fields fields, string name)
    {
        var node = fields.Required(name);
        if (node is ListNode)
        {
            fields.File.Error(node.Place, $"'{name}' takes one type; for several use a common beginning, like contact.*");
            return null;
        }

        return node is null ? null : Of(fields.File, node);
    }

    /// <summary>One or several touchpoints of a field's value.</summary>
    public static ImmutableArray<TouchpointMatch> Of(Fields fields, Node? node, string name) =>
        [.. fields.Items(node, name, Max).Select(item => Of(fields.File, item)).OfType<TouchpointMatch>()];

    private static TouchpointMatch? Of(SourceFile file, Node node)
    {
        if (node is TextNode text)
        {
            return WhyNoType(text.Value) is { } why ? Refuse(file, node, why) : new TouchpointMatch { Type = text.Value };
        }

        if (node is ListNode)
        {
            return Refuse(file, node, "a list in a list; write the types in one list");
        }

        if (Fields.Open(file, node, Shape.Match) is not { } fields)
        {
            return null;
        }

        var where = Where(fields);
        return fields.Required("type") switch
        {
            null => null,
            TextNode { Value: var type } when WhyNoType(type) is null => new TouchpointMatch { Type = type, Where = where },
            TextNode { Value: var type } typeNode => Refuse(file, typeNode, WhyNoType(type)!),
            var other => Refuse(file, other, "'type' is one type; for several types write a list of groups, each with its type"),
        };
    }

    private static ImmutableArray<FieldIs> Where(Fields fields)
    {
        switch (fields.Optional("where"))
        {
            case null:
                return [];
            case MapNode map:
                var all = ImmutableArray.CreateBuilder<FieldIs>();
                foreach (var entry in Fields.Distinct(fields.File, map, WhereMax, "keep one"))
                {
                    if (Field(fields.File, entry.Key) is { } field)
                    {
                        all.AddRange(Comparisons.Read(fields.File, field, entry.Value));
                    }
                }

                return all.DrainToImmutable();
            case var node:
                fields.File.Error(node.Place, "'where' is a group of fields, like {reason: late}");
                return [];
        }
    }

    /// <summary>The touchpoint's field that 'field' names.</summary>
    public static KnownField? FieldOf(Fields fields) => fields.Required("field") switch
    {
        TextNode { IsEmpty: false } text => Field(fields.File, text),
        null => null,
        var node => NoField(fields.File, node),
    };

    private static KnownField? NoField(SourceFile file, Node node)
    {
        if (node is not BrokenNode)
        {
            file.Error(node.Place, $"'field' is one field of the touchpoint, like amount, not {node.Kind}");
        }

        return null;
    }

    private static KnownField? Field(SourceFile file, TextNode key)
    {
        const string Prefix = "touchpoint.";
        var name = key.Value.StartsWith(Prefix, StringComparison.Ordinal) ? key.Value[Prefix.Length..] : key.Value;
        if (KnownFields.Find(Prefix + name, out var why) is not { } field)
        {
            file.Error(key.Place, why);
            return null;
        }

        if (field.Name == "experience")
        {
            file.Error(key.Place, "'experience' is not known yet where touchpoints are matched; use it under when: as touchpoint.experience");
            return null;
        }

        if (name != key.Value)
        {
            file.Error(key.Place, $"the fields here are the touchpoint's own; write '{name}' instead of '{Fields.Short(key.Value)}'");
            return null;
        }

        return field;
    }

    private static string? WhyNoType(string type)
    {
        var shown = Fields.Short(type);
        var stem = type.EndsWith(".*", StringComparison.Ordinal) ? type[..^2] : type;
        return type == "*" ? null
            : string.IsNullOrWhiteSpace(type) ? "a touchpoint type is missing; write one like order.placed"
            : type.Length > Touchpoint.NameLengthMax ? $"a type of {type.Length} characters; the most are {Touchpoint.NameLengthMax}"
            : stem.Contains('*') ? $"'{shown}': a star is allowed only at the end, after a dot, like contact.*; or alone, for all"
            : stem.Length == 0 ? $"'{shown}' has nothing before the dot; write a beginning like contact.*, or a star alone for all"
            : Characters.FirstHidden(type, joins: false) is { } code ? $"'{shown}' holds an invisible character ({code}); remove it"
            : type.Any(char.IsWhiteSpace) ? $"'{shown}' is no touchpoint type; a type is one word, like order.placed"
            : null;
    }

    private static TouchpointMatch? Refuse(SourceFile file, Node node, string why)
    {
        file.Error(node.Place, why);
        return null;
    }
}
