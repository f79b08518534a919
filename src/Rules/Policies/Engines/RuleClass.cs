using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>A rule written in C# that has to agree before a policy acts.</summary>
public sealed record RuleClass
{
    /// <summary>The class's name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in words; null where its author says nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Ids of the policies that it is about, one or more.</summary>
    public required ImmutableArray<string> Policies { get; init; }

    /// <summary>What it demands, as text, in the order of the class.</summary>
    public required ImmutableArray<string> Conditions { get; init; }
}
