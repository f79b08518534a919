using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>addToSegment: loyal</c> and <c>removeFromSegment: loyal</c>.</summary>
internal sealed class SegmentListWord : ActionWord
{
    private readonly bool _add;

    private SegmentListWord(bool add, WordForm form)
        : base(form) => _add = add;

    public static SegmentListWord Add { get; } = new(add: true, new("addToSegment", "Put the customer on a list", "the list of a segment", SingleValue.Of("")) { Noun = "the segment change" });

    public static SegmentListWord Remove { get; } = new(add: false, new("removeFromSegment", "Take the customer off a list", "the list of a segment", SingleValue.Of("")) { Noun = "the segment change" });

    public override ImmutableArray<Shape> Shapes => [];

    public override ActionTemplate? Read(ActionReading reading, Fields action, Node body, int level)
    {
        if (action.Text(body, Name, Fields.IdLengthMax) is not { } segment)
        {
            return null;
        }

        reading.References.List(reading.File, body.Place, segment);
        return new SegmentTemplate { Segment = segment, Add = _add };
    }
}
