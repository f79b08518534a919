using System.Collections.Immutable;

namespace CxOrchestrator.Definitions.Yaml;

/// <summary>A part of a document, with its place; a closed family.</summary>
internal abstract record Node(Place Place)
{
    /// <summary>What it is, in words a message can use.</summary>
    public abstract string Kind { get; }
}

/// <summary>A text, number or flag as it was written.</summary>
/// <param name="Plain">Written without quotes, so it may also be a number, a flag or nothing.</param>
/// <param name="ContentColumn">Column of its first character where every character of the value is one in the file; else 0.</param>
internal sealed record TextNode(Place Place, string Value, bool Plain, int ContentColumn) : Node(Place)
{
    public override string Kind => IsEmpty ? "nothing" : "a single value";

    /// <summary>There is nothing after the colon, or YAML's word for nothing.</summary>
    public bool IsEmpty => Plain && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The place of a character of the value; its start where that is unknown.</summary>
    public Place At(int index) => ContentColumn == 0 ? Place : new Place(Place.Line, ContentColumn + index);
}

internal sealed record ListNode(Place Place, ImmutableArray<Node> Items) : Node(Place)
{
    public override string Kind => "a list";
}

internal readonly record struct MapEntry(TextNode Key, Node Value);

internal sealed record MapNode(Place Place, ImmutableArray<MapEntry> Entries) : Node(Place)
{
    public override string Kind => "a group of fields";
}

/// <summary>Something that an error already names: code that meets it reports nothing more.</summary>
internal sealed record BrokenNode(Place Place) : Node(Place)
{
    public override string Kind => "unreadable";
}
