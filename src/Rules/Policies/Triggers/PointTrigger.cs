namespace CxOrchestrator.Rules.Policies;

/// <summary>A low point or a high point changed.</summary>
public abstract record PointTrigger : HappeningTrigger
{
    private protected PointTrigger()
    {
    }

    /// <summary>Only of this journey; null: of any or of none.</summary>
    public string? Journey { get; init; }

    // A point opens once, and is put right before the next: no way for policies to go on firing each other.
    public sealed override JourneyMoment? Through => null;

    public sealed override bool IsTraced => true;

    private protected bool IsOf(string? journey) => Journey is null || Journey == journey;
}
