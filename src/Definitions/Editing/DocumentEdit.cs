using System.Collections.Immutable;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>A change of one place of a document; a closed family.</summary>
public abstract record DocumentEdit
{
    /// <summary>The place.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>The value after the change of what stood at the place's own list or group.</summary>
    internal abstract DocumentValue? Within(DocumentValue? parent);

    /// <summary>The whole document after the change.</summary>
    internal DocumentValue Apply(DocumentValue root) => Path.Parent is { } parent ? Apply(root, parent, Within) : Within(null) ?? GroupValue.Empty;

    private protected static DocumentValue Apply(DocumentValue root, DocumentPath path, Func<DocumentValue?, DocumentValue?> change)
    {
        if (path.Parent is not { } parent)
        {
            return change(root) ?? GroupValue.Empty;
        }

        return Apply(root, parent, outer => Replace(outer, path, change));
    }

    /// <summary>A list or group with another value at a step of it; a missing group is made.</summary>
    private protected static DocumentValue? Replace(DocumentValue? outer, DocumentPath step, Func<DocumentValue?, DocumentValue?> change)
    {
        if (step.Name is { } name)
        {
            var group = outer as GroupValue ?? GroupValue.Empty;
            var at = group.Fields.IndexOf(group.Fields.FirstOrDefault(f => f.Key == name));
            return (change(at < 0 ? null : group.Fields[at].Value), at) switch
            {
                (null, < 0) => group,
                (null, _) => new GroupValue(group.Fields.RemoveAt(at)),
                ({ } value, < 0) => new GroupValue(group.Fields.Add(KeyValuePair.Create(name, value))),
                ({ } value, _) => new GroupValue(group.Fields.SetItem(at, KeyValuePair.Create(name, value))),
            };
        }

        var list = outer as ListValue ?? new ListValue([]);
        return (change(step.Index < list.Items.Length ? list.Items[step.Index] : null), step.Index < list.Items.Length) switch
        {
            (null, false) => list,
            (null, true) => new ListValue(list.Items.RemoveAt(step.Index)),
            ({ } value, false) => new ListValue(list.Items.Add(value)),
            ({ } value, true) => new ListValue(list.Items.SetItem(step.Index, value)),
        };
    }
}

/// <summary>Puts a value in a place; groups that are missing on the way are made, a missing item goes to the end.</summary>
public sealed record SetValue : DocumentEdit
{
    public required DocumentValue Value { get; init; }

    /// <summary>Names in the order that a new field is put in; one that is not named goes last.</summary>
    public ImmutableArray<string> Order { get; init; } = [];

    internal override DocumentValue? Within(DocumentValue? parent)
    {
        if (Path.Parent is null)
        {
            return Value;
        }

        return Path.Name is { } name && parent is GroupValue group && group[name] is null
            ? new GroupValue(group.Fields.Insert(PlaceOf(group, name), KeyValuePair.Create(name, Value)))
            : Replace(parent, Path, _ => Value);
    }

    /// <summary>Behind the last field that goes before it.</summary>
    internal int PlaceOf(GroupValue group, string name)
    {
        var rank = Order.IndexOf(name);
        if (rank < 0)
        {
            return group.Fields.Length;
        }

        for (var at = group.Fields.Length; at > 0; at--)
        {
            if (Order.IndexOf(group.Fields[at - 1].Key) is var other && other >= 0 && other < rank)
            {
                return at;
            }
        }

        return group.Fields.Any(f => Order.Contains(f.Key)) ? 0 : group.Fields.Length;
    }
}

/// <summary>Takes a field or an item away.</summary>
public sealed record RemoveValue : DocumentEdit
{
    internal override DocumentValue? Within(DocumentValue? parent) => Replace(parent, Path, static _ => null);
}

/// <summary>Puts a new item into a list, before the item that has the place's number.</summary>
public sealed record InsertItem : DocumentEdit
{
    public required DocumentValue Value { get; init; }

    internal override DocumentValue? Within(DocumentValue? parent)
    {
        var items = (parent as ListValue)?.Items ?? [];
        return new ListValue(items.Insert(Math.Clamp(Path.Index, 0, items.Length), Value));
    }
}

/// <summary>Moves an item of a list to another number.</summary>
public sealed record MoveItem : DocumentEdit
{
    public required int To { get; init; }

    internal override DocumentValue? Within(DocumentValue? parent)
    {
        if (parent is not ListValue { Items: var items } || Path.Index < 0 || Path.Index >= items.Length)
        {
            return parent;
        }

        var item = items[Path.Index];
        return new ListValue(items.RemoveAt(Path.Index).Insert(Math.Clamp(To, 0, items.Length - 1), item));
    }
}

/// <summary>Gives a field another name.</summary>
public sealed record RenameField : DocumentEdit
{
    public required string To { get; init; }

    internal override DocumentValue? Within(DocumentValue? parent) => parent is GroupValue group && Path.Name is { } name
        ? new GroupValue([.. group.Fields.Select(f => f.Key == name ? KeyValuePair.Create(To, f.Value) : f)])
        : parent;
}
