using System.Collections.Immutable;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>touchpoint: order.placed</c>, a list of types, or a type with conditions; each is a trigger of its own.</summary>
internal sealed class TouchpointWord() : TriggerWord(new(
    "touchpoint", "A touchpoint comes", "something happened: an order, a review, a failed payment", SingleValue.Of("order.placed")))
{
    public override Trigger? Alone => null;

    public override string? Usage => null;

    public override ImmutableArray<Shape> Shapes => [];

    public override IEnumerable<Trigger> Read(TriggerReading reading, Fields trigger, Node value) =>
        Matches.Of(trigger, value, Name).Select(match => new OnTouchpoint { Match = match });
}
