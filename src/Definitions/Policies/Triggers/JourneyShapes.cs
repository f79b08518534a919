using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Fields that several triggers share.</summary>
internal static class JourneyShapes
{
    public static Shape OfJourney { get; } = new("ofJourney", "this trigger", "journey");

    public static Shape OfStage { get; } = new("ofStage", "this trigger", "journey", "stage");

    public static FormField AnyJourney { get; } = new("journey", "Journey", FormInput.Journey) { None = "any journey" };

    public static FormField Journey { get; } = new("journey", "Journey", FormInput.Journey);

    public static FormField Stage { get; } = new("stage", "Stage", FormInput.Stage);

    /// <summary>What a form begins a trigger of a stage with.</summary>
    public static GroupValue BlankStage { get; } = GroupValue.Of(("journey", SingleValue.Of("")), ("stage", SingleValue.Of("")));
}
