using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A field that takes one value or a list of them: to people it is always a list.</summary>
internal static class Many
{
    /// <summary>Where its items stand.</summary>
    public static IReadOnlyList<DocumentPath> Of(DocumentTree tree, DocumentPath path) => tree.At(path) switch
    {
        null or SingleValue { IsEmpty: true } => [],
        ListValue list => [.. list.Items.Select((_, i) => path / i)],
        _ => [path],
    };

    public static DocumentEdit Add(DocumentTree tree, DocumentPath path, DocumentValue value) => tree.At(path) switch
    {
        ListValue { Items: [] } => new SetValue { Path = path, Value = ListValue.Of(value) },
        ListValue list => new InsertItem { Path = path / list.Items.Length, Value = value },
        null or SingleValue { IsEmpty: true } => new SetValue { Path = path, Value = value is GroupValue ? ListValue.Of(value) : value, Order = FieldOrders.Of(path) },
        var only => new SetValue { Path = path, Value = ListValue.Of(only, value) },
    };

    /// <summary>Before the last one.</summary>
    public static DocumentEdit AddBeforeLast(DocumentTree tree, DocumentPath path, DocumentValue value) => tree.At(path) switch
    {
        ListValue { Items: [_, ..] } list => new InsertItem { Path = path / (list.Items.Length - 1), Value = value },
        null or ListValue or SingleValue { IsEmpty: true } => Add(tree, path, value),
        var only => new SetValue { Path = path, Value = ListValue.Of(value, only) },
    };

    /// <summary>The last item takes the field with it.</summary>
    public static DocumentEdit Remove(DocumentTree tree, DocumentPath path, DocumentPath item) =>
        item == path || tree.At(path) is ListValue { Items: [_] } ? new RemoveValue { Path = path } : new RemoveValue { Path = item };

    public static DocumentEdit Move(DocumentPath path, int from, int to) => new MoveItem { Path = path / from, To = to };
}
