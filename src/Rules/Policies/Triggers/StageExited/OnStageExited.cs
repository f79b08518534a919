namespace CxOrchestrator.Rules.Policies;

/// <summary>An instance went on from a stage, or was taken out of the journey in it.</summary>
public sealed record OnStageExited : StageTrigger
{
    // Only the limits at run time hold what fires each other this way.
    public override JourneyMoment? Through => null;

    // Going on to another stage shows only when the touchpoints are simulated.
    public override bool IsTraced => false;

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => trace.Shows(TraceKind.StageExited, Journey, Stage);

    internal override HappeningAddress ListensTo => new(HappeningKind.StageExited, Journey, Stage);

    internal override bool IsLookedUp => false;

    internal override string Text(CompiledDefinitions definitions) =>
        $"Stage {Wording.StageName(Journey, Stage, definitions)} is left{Wording.In(Journey, definitions)}";
}
