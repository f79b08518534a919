using System.Collections.Immutable;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>A value and the characters of the text that it is written with.</summary>
internal sealed record TreeNode
{
    /// <summary>Its first character, from 0.</summary>
    public required int Start { get; init; }

    /// <summary>Behind its last character; line breaks, blanks and comments that follow are not part of it.</summary>
    public required int End { get; init; }

    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>From 1.</summary>
    public required int Column { get; init; }

    public required DocumentValue Value { get; init; }

    /// <summary>In brackets or braces.</summary>
    public bool Flow { get; init; }

    /// <summary>Of a list.</summary>
    public ImmutableArray<TreeNode> Items { get; init; } = [];

    /// <summary>Of a group: each field's name and value.</summary>
    public ImmutableArray<(TreeNode Key, TreeNode Value)> Fields { get; init; } = [];

    public TreeNode? Step(DocumentPath step)
    {
        if (step.Name is not { } name)
        {
            return step.Index >= 0 && step.Index < Items.Length ? Items[step.Index] : null;
        }

        return IndexOf(name) is >= 0 and var at ? Fields[at].Value : null;
    }

    /// <summary>Number of the first field of that name; -1 where there is none.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Fields.Length; i++)
        {
            if (Fields[i].Key.Value is SingleValue key && key.Text == name)
            {
                return i;
            }
        }

        return -1;
    }
}
