using System.Collections.Immutable;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Forms;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies;

/// <summary>All published documents together, already checked. Immutable; a decision reads one set and records its version.</summary>
public sealed record DefinitionSet
{
    public static DefinitionSet Empty { get; } = new();

    /// <summary>Grows by one with every publication.</summary>
    public int Version { get; init; }

    public ImmutableArray<JourneyDefinition> Journeys { get; init; } = [];

    public ImmutableArray<SegmentDefinition> Segments { get; init; } = [];

    public ImmutableArray<PolicyDefinition> Policies { get; init; } = [];

    public ImmutableArray<TemplateDefinition> Templates { get; init; } = [];

    public ImmutableArray<FormDefinition> Forms { get; init; } = [];

    public ImmutableArray<ConnectionDefinition> Connections { get; init; } = [];

    public ImmutableArray<ProviderDefinition> Providers { get; init; } = [];

    /// <summary>Kinds of sources beside the built-in ones.</summary>
    public ImmutableArray<SourceDefinition> Sources { get; init; } = [];

    /// <summary>Systems that touchpoints come from.</summary>
    public ImmutableArray<SourceConnection> SourceConnections { get; init; } = [];

    /// <summary>Words and reasons beside those of the packs; null: none.</summary>
    public Lexicon? Lexicon { get; init; }

    public ExperienceSettings Experience { get; init; } = ExperienceSettings.Default;

    public GuardrailSettings Guardrails { get; init; } = GuardrailSettings.Default;
}
