namespace CxOrchestrator.Definitions.Yaml;

/// <summary>A position in a file; line and column from 1, columns in UTF-16 units as editors count them.</summary>
internal readonly record struct Place(int Line, int Column) : IComparable<Place>
{
    public static Place Start { get; } = new(1, 1);

    public int CompareTo(Place other) => Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
}
