using System.Collections.Immutable;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>
/// The fields of one group. Each getter gives the value or says what is wrong and gives a stand-in, so that reading goes on and finds the
/// other errors; a set with errors is never used.
/// </summary>
internal sealed partial class Fields
{
    private readonly Dictionary<string, MapEntry> _entries = new(StringComparer.Ordinal);
    private readonly Shape _shape;

    private Fields(SourceFile file, MapNode map, Shape shape)
    {
        File = file;
        Place = map.Place;
        _shape = shape;
        foreach (var entry in map.Entries)
        {
            if (file.IsFull)
            {
                break;
            }

            var name = entry.Key.Value;
            if (!shape.Fields.Contains(name))
            {
                var known = Spelling.Suggest(name, shape.Fields);
                file.Error(entry.Key.Place, $"unknown field '{Short(name)}'{(known.Length > 0 ? known : $"; {shape.Name} can have {string.Join(", ", shape.Fields)}")}");
            }
            else if (!_entries.TryAdd(name, entry))
            {
                file.Error(entry.Key.Place, $"'{name}' appears twice, first on line {_entries[name].Key.Place.Line}; keep one");
            }
        }
    }

    public SourceFile File { get; }

    public Place Place { get; }

    /// <summary>The fields of a group; null, and an error, where the node is none.</summary>
    public static Fields? Open(SourceFile file, Node node, Shape shape)
    {
        if (node is MapNode map)
        {
            return new Fields(file, map, shape);
        }

        if (node is not BrokenNode)
        {
            file.Error(node.Place, $"{shape.Name} is a group of fields ({string.Join(", ", shape.Fields.Take(3))}, ...), not {node.Kind}");
        }

        return null;
    }

    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Where the field's name is; where the group begins if it has none.</summary>
    public Place PlaceOf(string name) => _entries.TryGetValue(name, out var entry) ? entry.Key.Place : Place;

    /// <summary>The field's value; null where it is left out. An empty one is an error.</summary>
    public Node? Optional(string name)
    {
        if (!Known(name).TryGetValue(name, out var entry))
        {
            return null;
        }

        if (entry.Value is TextNode { IsEmpty: true })
        {
            File.Error(entry.Key.Place, $"'{name}' has no value; write one after the colon, or remove the line");
            return null;
        }

        return entry.Value is BrokenNode ? null : entry.Value;
    }

    public Node? Required(string name)
    {
        if (!Known(name).ContainsKey(name))
        {
            File.Error(Place, $"'{name}' is missing; {_shape.Name} needs it");
        }

        return Optional(name);
    }

    /// <summary>The items of a list; a single value counts as a list of one.</summary>
    public ImmutableArray<Node> Items(Node? node, string name, int max)
    {
        if (node is not ListNode list)
        {
            return node is null ? [] : [node];
        }

        if (list.Items.IsEmpty)
        {
            File.Error(list.Place, $"'{name}' is an empty list; write at least one item, or remove it");
        }
        else if (list.Items.Length > max)
        {
            File.Error(list.Items[max].Place, $"'{name}' has {list.Items.Length} items; the most are {max}");
        }

        foreach (var item in list.Items)
        {
            if (item is TextNode { IsEmpty: true })
            {
                File.Error(item.Place, $"an item of '{name}' has no value; write one after the dash, or remove the line");
            }
        }

        return [.. list.Items.Take(max).Where(i => i is not (BrokenNode or TextNode { IsEmpty: true }))];
    }

    /// <summary>The items of a field that must be a list of groups.</summary>
    public ImmutableArray<Node> Groups(Node? node, string name, int max)
    {
        if (node is MapNode or TextNode)
        {
            File.Error(node.Place, $"'{name}' is a list; begin each item with a dash (- )");
            return [];
        }

        return Items(node, name, max);
    }

    /// <summary>The entries of a group whose names documents choose; a repeated name is an error.</summary>
    public static IEnumerable<MapEntry> Distinct(SourceFile file, MapNode map, int max, string cure)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (!seen.TryAdd(entry.Key.Value, entry.Key.Place.Line))
            {
                file.Error(entry.Key.Place, $"'{Short(entry.Key.Value)}' appears twice, first on line {seen[entry.Key.Value]}; {cure}");
            }
            else if (seen.Count > max)
            {
                file.Error(entry.Key.Place, $"{map.Entries.Length} entries in one group; the most are {max}");
                yield break;
            }
            else
            {
                yield return entry;
            }
        }
    }

    internal static string Short(string text) => text.Length <= 60 ? text : $"{text.AsSpan(0, 57)}...";

    private Dictionary<string, MapEntry> Known(string name) =>
        _shape.Fields.Contains(name) ? _entries : throw new System.Diagnostics.UnreachableException($"{_shape.Id} has no field {name}.");
}
