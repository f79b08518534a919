namespace CxOrchestrator.Rules.Policies;

/// <summary>An instance entered a stage.</summary>
public sealed record OnStageEntered : StageTrigger
{
    public override JourneyMoment? Through => JourneyMoment.InStage(Journey, Stage);

    public override bool IsTraced => true;

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => trace.Shows(TraceKind.StageEntered, Journey, Stage);

    internal override HappeningAddress ListensTo => new(HappeningKind.StageEntered, Journey, Stage);

    internal override bool IsLookedUp => true;

    internal override string Text(CompiledDefinitions definitions) =>
        $"Stage {Wording.StageName(Journey, Stage, definitions)} is entered{Wording.In(Journey, definitions)}";
}
