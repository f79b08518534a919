namespace CxOrchestrator.Rules.Policies;

/// <summary>An instance entered or left a stage.</summary>
public abstract record StageTrigger : HappeningTrigger
{
    private protected StageTrigger()
    {
    }

    public required string Journey { get; init; }

    public required string Stage { get; init; }

    // The address says of which stage.
    internal sealed override bool Takes(in Happening happening) => true;
}
