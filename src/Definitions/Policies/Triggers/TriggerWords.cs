using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>All triggers that documents can name.</summary>
internal static class TriggerWords
{
    /// <summary>In the order in which messages list them.</summary>
    public static ImmutableArray<TriggerWord> All { get; } =
    [
        new TouchpointWord(),
        new LowPointOpenedWord(),
        new LowPointDeepenedWord(),
        new LowPointClosedWord(),
        new HighPointOpenedWord(),
        new HighPointClosedWord(),
        new StageEnteredWord(),
        new StageExitedWord(),
        new StageStayedWord(),
        new ExpectationMissedWord(),
        new AbsenceWord(),
        new SequenceWord(),
        new CountWord(),
        new MetricWord(),
        new ScheduleWord(),
    ];

    public static Shape Shape { get; } = new("trigger", "a trigger", [.. All.Select(w => w.Name)]);

    /// <summary>In the order in which forms offer them: the most frequent first, then as listed.</summary>
    public static IEnumerable<TriggerWord> Offered => All.OrderBy(w => w switch { TouchpointWord => 0, ExpectationMissedWord => 1, MetricWord => 3, _ => 2 });
}
