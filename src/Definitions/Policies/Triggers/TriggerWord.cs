using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>A trigger as documents write it: its word, its fields, how it is read and how a form offers it.</summary>
internal abstract class TriggerWord(WordForm form)
{
    public string Name => form.Name;

    public WordForm Form => form;

    /// <summary>The trigger where its word has no fields; null: it needs some.</summary>
    public abstract Trigger? Alone { get; }

    /// <summary>What to write, where its word has no fields and needs some; null: nothing in particular.</summary>
    public abstract string? Usage { get; }

    /// <summary>The groups of fields that it brings; empty where it has none of its own.</summary>
    public abstract ImmutableArray<Shape> Shapes { get; }

    /// <summary>The triggers of a value; none, and errors, where it cannot be read.</summary>
    /// <param name="reading">The policy's.</param>
    /// <param name="trigger">The group that has the word as its field.</param>
    /// <param name="value">What follows the word.</param>
    public abstract IEnumerable<Trigger> Read(TriggerReading reading, Fields trigger, Node value);
}

/// <summary>A trigger whose word is followed by a group of fields.</summary>
internal abstract class FieldsTrigger(WordForm form, Shape shape, string? usage) : TriggerWord(form)
{
    public override Trigger? Alone => null;

    public sealed override string? Usage => usage;

    public sealed override ImmutableArray<Shape> Shapes => [shape];

    public sealed override IEnumerable<Trigger> Read(TriggerReading reading, Fields trigger, Node value) =>
        Fields.Open(reading.File, value, shape) is { } fields && Read(reading, fields) is { } read ? [read] : [];

    /// <summary>The trigger; null, and errors, where it cannot be read.</summary>
    protected abstract Trigger? Read(TriggerReading reading, Fields fields);
}
