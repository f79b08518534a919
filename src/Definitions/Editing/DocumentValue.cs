using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>The value at a place of a document: a single value, a list or a group of fields; a closed family.</summary>
public abstract record DocumentValue
{
    /// <summary>Both say the same, whatever their quotes, brackets and comments.</summary>
    public abstract bool Says(DocumentValue? other);
}

/// <summary>A text, number or flag.</summary>
/// <param name="Text">As it reads, without quotes.</param>
/// <param name="Plain">Without quotes: where it looks like a number, a flag or nothing it is one.</param>
public sealed record SingleValue(string Text, bool Plain) : DocumentValue
{
    /// <summary>There is nothing there, or YAML's word for nothing.</summary>
    public bool IsEmpty => Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>A text, also one that looks like a number.</summary>
    public static SingleValue Of(string text) => new(text, !ScalarWriter.NeedsQuotes(text, inFlow: false, plain: false));

    public static SingleValue Of(double number) => new(number.ToString("0.##########", CultureInfo.InvariantCulture), Plain: true);

    public static SingleValue Of(bool flag) => new(flag ? "true" : "false", Plain: true);

    /// <summary>What it is to the reader: plain true and false are flags, plain numbers numbers, all else text.</summary>
    public Scalar Scalar => Scalars.Of(new TextNode(Place.Start, Text, Plain, 0));

    /// <inheritdoc/>
    public override bool Says(DocumentValue? other) => other is SingleValue single
        && (IsEmpty || single.IsEmpty ? IsEmpty == single.IsEmpty : single.Text == Text && Scalar.Kind == single.Scalar.Kind);
}

/// <summary>A list.</summary>
public sealed record ListValue(ImmutableArray<DocumentValue> Items) : DocumentValue
{
    public static ListValue Of(params IEnumerable<DocumentValue> items) => new([.. items]);

    /// <inheritdoc/>
    public override bool Says(DocumentValue? other) =>
        other is ListValue list && list.Items.Length == Items.Length && Items.Zip(list.Items).All(pair => pair.First.Says(pair.Second));
}

/// <summary>A group of fields in their order.</summary>
public sealed record GroupValue(ImmutableArray<KeyValuePair<string, DocumentValue>> Fields) : DocumentValue
{
    public static GroupValue Empty { get; } = new([]);

    public static GroupValue Of(params IEnumerable<(string Name, DocumentValue Value)> fields) => new([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);

    /// <summary>The first field of that name; null where there is none.</summary>
    public DocumentValue? this[string name] => Fields.FirstOrDefault(f => f.Key == name).Value;

    /// <inheritdoc/>
    public override bool Says(DocumentValue? other) =>
        other is GroupValue group && group.Fields.Length == Fields.Length
            && Fields.Zip(group.Fields).All(pair => pair.First.Key == pair.Second.Key && pair.First.Value.Says(pair.Second.Value));
}
