using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary>Reads what a policy or a segment demands.</summary>
internal sealed class ConditionReading(SourceFile file, References references, bool ofSegment)
{
    /// <summary>Most conditions directly in one group.</summary>
    public const int ItemsMax = 200;

    /// <summary>Segments that the conditions name, for the search for cycles.</summary>
    public List<(string Segment, Place Place)> Segments { get; } = [];

    /// <summary>How many conditions were read, groups included.</summary>
    public int Count { get; private set; }

    public SourceFile File => file;

    public Condition Read(Node? node)
    {
        switch (node)
        {
            case null or BrokenNode:
                return Condition.Always;
            case MapNode map:
                return All(Entries(map));
            case ListNode:
                file.Error(node.Place, "say how the conditions of this list go together: write all:, any: or none: before it");
                return Condition.Always;
            default:
                file.Error(node.Place, "a condition is a field with a comparison, like 'touchpoint.amount: {above: 50}'");
                return Condition.Always;
        }
    }

    private static Condition All(ImmutableArray<Condition> items) => items is [var only] ? only : new AllOf { Items = items };

    private ImmutableArray<Condition> Entries(MapNode map) =>
        [.. Fields.Distinct(file, map, ItemsMax, "put both under all:, each after a dash").Select(Entry).OfType<Condition>()];

    private Condition? Entry(MapEntry entry)
    {
        Count++;
        var name = entry.Key.Value;
        if (entry.Value is TextNode { IsEmpty: true })
        {
            file.Error(entry.Key.Place, $"'{Fields.Short(name)}' has no value; write one after the colon, or '{{exists: false}}' for a missing field");
            return null;
        }

        return ConditionWords.Named(name) is { } word ? word.Read(this, entry)
            : name == "not" ? Refuse(entry.Key.Place, "write none: instead of not:")
            : FieldOf(entry);
    }

    /// <summary>The conditions of a group.</summary>
    public ImmutableArray<Condition> Group(MapEntry entry)
    {
        switch (entry.Value)
        {
            case ListNode { Items.IsEmpty: true }:
                file.Error(entry.Value.Place, $"'{entry.Key.Value}' has no conditions; write at least one, or remove it");
                return [];
            case ListNode { Items: { Length: > ItemsMax } many }:
                file.Error(many[ItemsMax].Place, $"'{entry.Key.Value}' has {many.Length} conditions; the most are {ItemsMax}");
                return [];
            case ListNode list:
                return [.. list.Items.Select(Read)];
            case MapNode map:
                return Entries(map);
            default:
                Read(entry.Value);
                return [];
        }
    }

    /// <summary>The segment of a name's place, which the search for cycles follows.</summary>
    public InSegment InSegment(string id, Place place)
    {
        references.Segment(file, place, id);
        Segments.Add((id, place));
        return new InSegment { Segment = id };
    }

    private Condition? FieldOf(MapEntry entry)
    {
        if (KnownFields.Find(entry.Key.Value, out var why) is not { } field)
        {
            return Refuse(entry.Key.Place, why);
        }

        if (field.Root == FieldRoot.Offer)
        {
            return Refuse(entry.Key.Place, $"'{field.Path}' is known only as the offer goes out; conditions cannot ask for it, the offer's text can name it");
        }

        if (field.Path.IsLink)
        {
            return Refuse(entry.Key.Place, $"'{field.Path}' is an address in the text of a message; conditions cannot ask for it");
        }

        if (ofSegment && field.Root is FieldRoot.Touchpoint or FieldRoot.Journey)
        {
            return Refuse(entry.Key.Place, $"a segment is about the customer at any time, so it cannot ask for '{field.Path}'; use customer, stage, mood, risk, lowPoint or count");
        }

        var comparisons = Comparisons.Read(file, field, entry.Value);
        if (field.Root == FieldRoot.Stage)
        {
            references.Journey(file, entry.Key.Place, field.Name);
            foreach (var (text, place) in Comparisons.TextsOf(entry.Value))
            {
                references.Stage(file, place, field.Name, text);
            }
        }

        if (field is { Root: FieldRoot.Journey, Name: "id" })
        {
            foreach (var (text, place) in Comparisons.TextsOf(entry.Value))
            {
                references.Journey(file, place, text);
            }
        }

        return comparisons.Count == 0 ? null : All([.. comparisons]);
    }

    private Condition? Refuse(Place place, string message)
    {
        file.Error(place, message);
        return null;
    }
}
