using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary><c>segment: loyal</c>.</summary>
internal sealed class SegmentCondition() : ConditionWord("segment")
{
    // Forms offer it among the fields of the customer.
    public override WordForm? Form => null;

    public override ImmutableArray<Shape> Shapes => [];

    public override Condition? Read(ConditionReading reading, MapEntry entry)
    {
        if (entry.Value is TextNode { Value: var id })
        {
            return reading.InSegment(id, entry.Value.Place);
        }

        if (entry.Value is not BrokenNode)
        {
            reading.File.Error(entry.Value.Place, "'segment' is the id of one segment; for several write any: with one segment after each dash");
        }

        return null;
    }
}
