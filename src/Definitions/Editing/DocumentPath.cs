using System.Globalization;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>The position of a value in a document: names of fields and numbers of items, from the outside in. Equal paths are equal.</summary>
public sealed record DocumentPath
{
    private DocumentPath(DocumentPath? parent, string? name, int index)
    {
        Parent = parent;
        Name = name;
        Index = index;
    }

    /// <summary>The document itself.</summary>
    public static DocumentPath Root { get; } = new(null, null, -1);

    /// <summary>Null of the document itself.</summary>
    public DocumentPath? Parent { get; }

    /// <summary>The last step where it is a field's name; else null.</summary>
    public string? Name { get; }

    /// <summary>The last step where it is an item's number, from 0; else -1.</summary>
    public int Index { get; }

    /// <summary>Steps from the document itself.</summary>
    public int Depth => Parent is null ? 0 : Parent.Depth + 1;

    public static DocumentPath operator /(DocumentPath parent, string name) => new(parent, name, -1);

    public static DocumentPath operator /(DocumentPath parent, int index) => new(parent, null, index);

    /// <summary>A field within.</summary>
    public static DocumentPath Divide(DocumentPath parent, string name) => parent / name;

    /// <summary>It is the other, or within it.</summary>
    public bool IsWithin(DocumentPath other) => this == other || (Parent?.IsWithin(other) ?? false);

    /// <summary>The paths to it, the document itself first, it itself last.</summary>
    public IEnumerable<DocumentPath> Way() => Parent is null ? [this] : Parent.Way().Append(this);

    /// <summary>Like <c>do[0].message.text</c>; as an id of an element it is the same for the same place.</summary>
    public override string ToString() => Parent is null ? ""
        : Name is { } name ? (Parent.Parent is null ? name : $"{Parent}.{name}")
        : $"{Parent}[{Index.ToString(CultureInfo.InvariantCulture)}]";
}
