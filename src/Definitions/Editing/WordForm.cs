using System.Collections.Immutable;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>How a form offers a trigger, a condition or an action.</summary>
/// <param name="Name">As documents name it.</param>
/// <param name="Label">As people read it.</param>
/// <param name="Says">What it means, in few words; empty where the label is enough.</param>
/// <param name="Begin">What a new one begins with; a form puts the first journey, stage, segment or queue of the installation in place of a blank.</param>
public sealed record WordForm(string Name, string Label, string Says, DocumentValue Begin)
{
    /// <summary>Fields in the order in which the form shows them; empty where the form is laid out by hand or has none.</summary>
    public ImmutableArray<FormField> Fields { get; init; } = [];

    /// <summary>Of an action: what sentences call it, with its article.</summary>
    public string Noun { get; init; } = "";

    /// <summary>A document may name it without fields.</summary>
    public bool StandsAlone { get; init; }

    /// <summary>Customers can be waiting for it when its document changes.</summary>
    public bool Waits { get; init; }

    /// <summary>It reaches the customer: what follows it may ask whether it could be sent.</summary>
    public bool Sends { get; init; }
}

/// <summary>A field of a form.</summary>
/// <param name="Name">As documents name it.</param>
/// <param name="Label">As people read it.</param>
/// <param name="Input">What it is filled in with.</param>
public sealed record FormField(string Name, string Label, FormInput Input)
{
    /// <summary>What leaving it out means, in words; null: it has to be there.</summary>
    public string? None { get; init; }

    /// <summary>Of <see cref="FormInput.Choice"/>: values, each with what people read.</summary>
    public ImmutableArray<(string Value, string Label)> Choices { get; init; } = [];

    /// <summary>Words before and after it where the form is a sentence.</summary>
    public (string Before, string After) Around { get; init; } = ("", "");
}

public enum FormInput
{
    /// <summary>A type of touchpoints with conditions on its fields.</summary>
    Touchpoint,

    /// <summary>A field of touchpoints.</summary>
    TouchpointField,

    /// <summary>Comparisons among the fields of the same group; it has no name of its own.</summary>
    Comparisons,

    /// <summary>The same, of a number.</summary>
    NumberComparisons,
    Journey,

    /// <summary>Of the journey in the same form, as the next.</summary>
    Stage,
    Expectation,
    Duration,
    Number,
    Choice,
}
