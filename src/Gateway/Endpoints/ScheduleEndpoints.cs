using System.Collections.Immutable;
using CxOrchestrator.Api.Schedules;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Schedules;
using CxOrchestrator.Silo.Storage;

namespace CxOrchestrator.Gateway.Endpoints;

/// <summary><c>/v1/schedules</c>: when policies act next, and whom they reached last.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/schedules", ListAsync).WithTags("Definitions")
        .WithName("GetSchedules").WithSummary("Schedules of policies in force: when they come next, and how many customers the last was told to")
        .Produces<SchedulesView>();

    private static async Task<IResult> ListAsync(string? policy, IScheduleStore store, DefinitionHost definitions, JourneyClock clock, CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        var marks = await store.MarksAsync(cancellationToken);
        var views = current.Schedules.Where(s => string.IsNullOrEmpty(policy) || s.Policy.Id == policy).Select(s => Of(s.Policy, s.Trigger, marks, current, clock.Now));
        return TypedResults.Json(new SchedulesView { Schedules = [.. views] }, GatewayJson.Default.SchedulesView);
    }

    private static ScheduleView Of(PolicyDefinition policy, OnSchedule trigger, ImmutableArray<ScheduleMark> marks, CompiledDefinitions definitions, DateTimeOffset now)
    {
        var mark = marks.FirstOrDefault(m => m.Policy == policy.Id && m.Segment == trigger.Segment);
        return new ScheduleView
        {
            Policy = policy.Id,
            Segment = trigger.Segment,
            Text = Wording.Of(trigger, definitions),
            NextAt = trigger.NextAfter(now),
            RunningAt = mark?.RunningDueAt,
            LastAt = mark?.LastDueAt,
            Members = mark?.Members ?? 0,
        };
    }
}
