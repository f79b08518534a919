using System.Globalization;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Reading;

internal sealed partial class Fields
{
    /// <summary>Longest name, in characters.</summary>
    public const int NameLengthMax = 200;

    /// <summary>Longest id, in characters.</summary>
    public const int IdLengthMax = 100;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public string Id() => Id(Required("id"));

    public string Name()
    {
        var node = Required("name");
        var name = Text(node, "name", NameLengthMax) ?? "";
        if (Characters.FirstHidden(name, joins: true) is { } code)
        {
            File.Error(node!.Place, $"'name' holds an invisible character ({code}); a name is one line of visible characters, so remove it");
        }

        return name;
    }

    /// <summary>A name that only this product gives: letters, digits, dots, dashes.</summary>
    public string Id(Node? node)
    {
        if (Text(node, "id", IdLengthMax) is not { } id)
        {
            return "";
        }

        if (!IdForm().IsMatch(id))
        {
            File.Error(node!.Place, $"'{Short(id)}' cannot be an id; use letters, digits, dots, dashes and underscores, beginning with a letter or digit");
        }

        return id;
    }

    /// <summary>A name that upstream systems give (an attribute, a channel, a queue): no spaces.</summary>
    public string? Word(string name, bool required = false)
    {
        var node = required ? Required(name) : Optional(name);
        if (Text(node, name, Touchpoint.NameLengthMax) is not { } word)
        {
            return null;
        }

        if (word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            File.Error(node!.Place, $"'{name}' is one word without spaces, like '{name switch { "channel" => "email", "queue" => "recovery", "offer" => "voucher", _ => "order" }}'");
        }
        else if (Characters.FirstHidden(word, joins: false) is { } code)
        {
            File.Error(node!.Place, $"'{name}' holds an invisible character ({code}); remove it");
        }

        return word;
    }

    public string? Text(string name, int lengthMax) => Text(Optional(name), name, lengthMax);

    public string? Text(Node? node, string name, int lengthMax) => Text(File, node, name, lengthMax);

    public static string? Text(SourceFile file, Node? node, string name, int lengthMax)
    {
        switch (node)
        {
            case null:
                return null;
            case TextNode { Value: var text } when string.IsNullOrWhiteSpace(text):
                file.Error(node.Place, $"'{name}' is empty; write a text, or remove the line");
                return null;
            case TextNode { Value: var text } when text.Length > lengthMax:
                file.Error(node.Place, $"'{name}' has {text.Length} characters; the most are {lengthMax}");
                return null;
            case TextNode { Value: var text }:
                return text;
            case MapNode { Entries: [{ Key.Value: var field, Value: TextNode { IsEmpty: true } }] }:
                file.Error(node.Place, $"a text that begins with a brace goes in quotes: \"{{{field}}}\"");
                return null;
            case BrokenNode:
                return null;
            default:
                file.Error(node.Place, $"'{name}' is a single text, not {node.Kind}");
                return null;
        }
    }

    public bool Flag(string name, bool otherwise) => Optional(name) is { } node ? Flag(node, name) ?? otherwise : otherwise;

    public bool? Flag(Node node, string name)
    {
        if (node is TextNode { Plain: true, Value: "true" or "True" or "TRUE" })
        {
            return true;
        }

        if (node is TextNode { Plain: true, Value: "false" or "False" or "FALSE" })
        {
            return false;
        }

        if (node is not BrokenNode)
        {
            File.Error(node.Place, $"'{name}' is true or false{(node is TextNode { Plain: false } ? ", without quotes" : "")}");
        }

        return null;
    }

    public double Number(string name, double min, double max, double otherwise) =>
        Optional(name) is { } node ? Number(node, name, min, max) ?? otherwise : otherwise;

    public double? Number(Node node, string name, double min, double max)
    {
        if (node is BrokenNode)
        {
            return null;
        }

        if (node is not TextNode text || Scalars.Number(text.Value) is not { } number)
        {
            File.Error(node.Place, $"'{name}' is a number from {Of(min)} to {Of(max)}, not {(node is TextNode t ? $"'{Short(t.Value)}'" : node.Kind)}");
            return null;
        }

        if (!text.Plain)
        {
            File.Error(node.Place, $"'{name}' is a number; write {text.Value} without quotes");
            return null;
        }

        if (number < min || number > max)
        {
            File.Error(node.Place, $"'{name}' goes from {Of(min)} to {Of(max)}; {Short(text.Value)} is outside");
            return null;
        }

        return number;
    }

    public int Whole(string name, int min, int max, int otherwise) => Whole(Optional(name), name, min, max) ?? otherwise;

    public int? Whole(Node? node, string name, int min, int max)
    {
        if (node is null || Number(node, name, min, max) is not { } number)
        {
            return null;
        }

        if (number != Math.Floor(number))
        {
            File.Error(node.Place, $"'{name}' is a whole number");
            return null;
        }

        return (int)number;
    }

    public TimeSpan Duration(string name, TimeSpan min, TimeSpan max, TimeSpan otherwise) => Duration(Optional(name), name, min, max) ?? otherwise;

    public TimeSpan? Duration(string name, TimeSpan max) => Duration(Optional(name), name, Second, max);

    public TimeSpan? Duration(Node? node, string name, TimeSpan min, TimeSpan max)
    {
        if (node is null or BrokenNode)
        {
            return null;
        }

        if (node is not TextNode { Value: var text })
        {
            File.Error(node.Place, $"'{name}' is a duration, not {node.Kind}; {Durations.Examples}");
            return null;
        }

        if (Durations.Parse(text, out var why) is not { } duration)
        {
            File.Error(node.Place, why);
            return null;
        }

        if (duration < min || duration > max)
        {
            File.Error(node.Place, $"'{name}' goes from {Wording.Of(min)} to {Wording.Of(max)}; '{text}' is outside");
            return null;
        }

        return duration;
    }

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string name, T otherwise, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (Optional(name) is not { } node)
        {
            return otherwise;
        }

        var words = new string[choices.Length];
        for (var i = 0; i < choices.Length; i++)
        {
            words[i] = choices[i].Word;
            if (node is TextNode { Value: var text } && string.Equals(text, words[i], StringComparison.Ordinal))
            {
                return choices[i].Value;
            }
        }

        var written = node is TextNode t ? t.Value : "";
        File.Error(node.Place, $"'{name}' is one of {string.Join(", ", words)}{Spelling.Suggest(written, words)}");
        return otherwise;
    }

    private static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
