using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>Journey instances as the API says them. A journey that is no longer defined shows its ids.</summary>
internal static class JourneyViews
{
    public static JourneyView Of(JourneyInstance instance, CompiledDefinitions definitions)
    {
        var journey = definitions.Journey(instance.Journey);
        return new JourneyView
        {
            Journey = instance.Journey,
            Name = journey?.Name ?? instance.Journey,
            Correlation = instance.Correlation,
            Stage = instance.Stage,
            StageName = StageName(journey, instance.Stage),
            Since = instance.Since,
            StartedAt = instance.StartedAt,
            Status = Names<InstanceStatus>.Of(instance.Status),
            GoalAt = instance.GoalAt,
            Stages = journey is null ? [] : Stages(journey, instance),
            Expectations =
            [
                .. instance.Expectations.Select(e => new ExpectationView
                {
                    Expectation = e.Expectation,
                    Name = journey?.Expectations.FirstOrDefault(d => d.Id == e.Expectation)?.Name ?? e.Expectation,
                    DueAt = e.DueAt,
                    Status = Names<ExpectationStatus>.Of(e.Status),
                }),
            ],
        };
    }

    public static string? Name(string? journey, CompiledDefinitions definitions) =>
        journey is null ? null : definitions.Journey(journey)?.Name ?? journey;

    public static string StageName(JourneyDefinition? journey, string stage) =>
        journey?.Stages.FirstOrDefault(s => s.Id == stage)?.Name ?? stage;

    private static List<StageView> Stages(JourneyDefinition journey, JourneyInstance instance)
    {
        var views = new List<StageView>(journey.Stages.Length);
        var reached = false;
        foreach (var stage in journey.Stages)
        {
            var current = stage.Id == instance.Stage;
            reached |= current;
            views.Add(new StageView
            {
                Stage = stage.Id,
                Name = stage.Name,
                State = current ? "current" : instance.Path.Contains(stage.Id) ? "passed" : reached ? "ahead" : "skipped",
                Goal = stage.Goal,
            });
        }

        return views;
    }
}
