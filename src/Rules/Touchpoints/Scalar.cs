using System.Globalization;
using Orleans;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>What an attribute's value is.</summary>
public enum ScalarKind : byte
{
    /// <summary>JSON null, or no such attribute.</summary>
    None = 0,
    Text = 1,
    Number = 2,
    Flag = 3,

    /// <summary>A JSON array of texts, numbers and flags.</summary>
    List = 4,
}

/// <summary>An attribute's value: text, number (IEEE double), flag, or a list of these.</summary>
[GenerateSerializer, Immutable, Alias("cx.scalar")]
public readonly struct Scalar : IEquatable<Scalar>
{
    // An array, not an ImmutableArray: a struct that holds a generic struct of itself does not load.
    [Id(3)]
    private readonly Scalar[]? _items;

    private Scalar(ScalarKind kind, string? text, double number, Scalar[]? items)
    {
        Kind = kind;
        Text = text;
        Number = number;
        _items = items;
    }

    public static Scalar None => default;

    [Id(0)]
    public ScalarKind Kind { get; }

    /// <summary>The text of a <see cref="ScalarKind.Text"/>, else null.</summary>
    [Id(1)]
    public string? Text { get; }

    /// <summary>The number of a <see cref="ScalarKind.Number"/>; 1 or 0 for a flag.</summary>
    [Id(2)]
    public double Number { get; }

    /// <summary>The items of a <see cref="ScalarKind.List"/>, else empty.</summary>
    public ReadOnlySpan<Scalar> Items => _items;

    public bool Flag => Kind == ScalarKind.Flag && Number != 0;

    public static Scalar Of(string text) => new(ScalarKind.Text, text, 0, null);

    public static Scalar Of(double number) => new(ScalarKind.Number, null, number, null);

    public static Scalar Of(bool flag) => new(ScalarKind.Flag, null, flag ? 1 : 0, null);

    public static Scalar Of(ReadOnlySpan<Scalar> items) => new(ScalarKind.List, null, 0, items.ToArray());

    public bool Equals(Scalar other) =>
        Kind == other.Kind
        && Number.Equals(other.Number)
        && string.Equals(Text, other.Text, StringComparison.Ordinal)
        && Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, Text, Number, Items.Length);

    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);

    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);

    /// <summary>The value as people read it; culture-invariant.</summary>
    public override string ToString() => Kind switch
    {
        ScalarKind.Text => Text!,
        ScalarKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        ScalarKind.Flag => Flag ? "true" : "false",
        ScalarKind.List => string.Join(", ", _items!),
        _ => "",
    };
}
