using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>An action as documents write it: its word, its fields, how it is read and how a form offers it.</summary>
internal abstract class ActionWord(WordForm form)
{
    public string Name => form.Name;

    public WordForm Form => form;

    /// <summary>The groups of fields that it brings; empty where it has none.</summary>
    public abstract ImmutableArray<Shape> Shapes { get; }

    /// <summary>The action; null, and errors, where it cannot be read.</summary>
    /// <param name="reading">The policy's.</param>
    /// <param name="action">The group that has the word as its field.</param>
    /// <param name="body">What follows the word.</param>
    /// <param name="level">Waits around it.</param>
    public abstract ActionTemplate? Read(ActionReading reading, Fields action, Node body, int level);
}

/// <summary>An action whose word is followed by a group of fields.</summary>
internal abstract class FieldsAction(WordForm form, Shape shape, params Shape[] inside) : ActionWord(form)
{
    public sealed override ImmutableArray<Shape> Shapes => [shape, .. inside];

    public sealed override ActionTemplate? Read(ActionReading reading, Fields action, Node body, int level) =>
        Fields.Open(reading.File, body, shape) is { } fields ? Read(reading, fields, level) : null;

    /// <summary>The action; null, and errors, where it cannot be read.</summary>
    protected abstract ActionTemplate? Read(ActionReading reading, Fields fields, int level);
}
