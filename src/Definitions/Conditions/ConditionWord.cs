using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary>A condition that documents write as a word and not as a field: its fields, how it is read and how a form offers it.</summary>
internal abstract class ConditionWord(string name)
{
    public string Name => name;

    /// <summary>How a form offers it; null where the form has a place of its own for it.</summary>
    public abstract WordForm? Form { get; }

    /// <summary>The groups of fields that it brings; empty where it has none.</summary>
    public abstract ImmutableArray<Shape> Shapes { get; }

    /// <summary>The condition; null, and errors, where it cannot be read.</summary>
    public abstract Condition? Read(ConditionReading reading, MapEntry entry);
}

/// <summary>A condition whose word is followed by a group of fields.</summary>
internal abstract class FieldsCondition(WordForm form, Shape shape) : ConditionWord(form.Name)
{
    public sealed override WordForm? Form => form;

    public sealed override ImmutableArray<Shape> Shapes => [shape];

    public sealed override Condition? Read(ConditionReading reading, MapEntry entry) =>
        Fields.Open(reading.File, entry.Value, shape) is { } fields ? Read(fields) : null;

    /// <summary>The condition; null, and errors, where it cannot be read.</summary>
    protected abstract Condition? Read(Fields fields);
}
