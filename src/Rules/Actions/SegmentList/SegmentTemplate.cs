using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Put the customer on the list of a segment, or take them off.</summary>
public sealed record SegmentTemplate : ChangeTemplate
{
    public required string Segment { get; init; }

    /// <summary>True: on the list; false: off it.</summary>
    public required bool Add { get; init; }

    public override string Word => Add ? "addToSegment" : "removeFromSegment";

    internal override ActionKind? Kind => ActionKind.Segment;

    internal override IEnumerable<string> Texts => [];

    internal override void Fill(ActionContents contents)
    {
        contents.Add(ActionContent.Segment, Segment);
        contents.Add(ActionContent.Change, Add ? "add" : "remove");
    }
}
