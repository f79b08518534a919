using System.Collections.Immutable;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Schedules;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Schedules;

namespace CxOrchestrator.Gateway.Schedules;

/// <summary><c>/v1/schedules</c>: when policies act next, what is held, and how many customers the last run reached.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/schedules", ListAsync).WithTags("Definitions")
        .WithName("GetSchedules").WithSummary("Schedules of published policies: when they run next, what is held, and how many customers the last run notified")
        .Produces<SchedulesView>();

    private static async Task<IResult> ListAsync(string? policy, IScheduleStore store, DefinitionHost definitions, JourneyClock clock, CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        var marks = await store.MarksAsync(cancellationToken);
        var views = current.AllSchedules.Where(s => string.IsNullOrEmpty(policy) || s.Policy.Id == policy).Select(s => Of(s.Policy, s.Trigger, marks, current, clock.Now));
        return TypedResults.Json(new SchedulesView { Schedules = [.. views] }, ApiJson.Default.SchedulesView);
    }

    private static ScheduleView Of(PolicyDefinition policy, OnSchedule trigger, ImmutableArray<ScheduleMark> marks, CompiledDefinitions definitions, DateTimeOffset now)
    {
        var mark = marks.FirstOrDefault(m => m.Policy == policy.Id && m.Segment == trigger.Segment);
        return new ScheduleView
        {
            Policy = policy.Id,
            Segment = trigger.Segment,
            Text = Wording.Of(trigger, definitions),
            Paused = !policy.Enabled,
            HeldAt = policy.Enabled || mark is null ? null : mark.RunningDueAt ?? (trigger.NextAfter(mark.DoneThrough) is { } due && due <= now ? due : null),
            ExpiredAt = mark?.ExpiredDueAt,
            NextAt = trigger.NextAfter(now),
            RunningAt = policy.Enabled ? mark?.RunningDueAt : null,
            LastAt = mark?.LastDueAt,
            Members = mark?.Members ?? 0,
        };
    }
}
