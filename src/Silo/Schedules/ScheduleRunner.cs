using System.Collections.Immutable;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Schedules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Schedules;

/// <summary>
/// Notifies members of segments that a schedule is due, by touchpoints in the log: once everything received up to that moment has been read. One
/// silo does it; one that takes over goes on where the other was, and notifications of both have one identity. Whether somebody really is a member is
/// decided where the touchpoint is applied. While
/// the policy is paused or disabled, what falls due is held. An occurrence whose actions would have expired meanwhile expires, and the mark
/// and the log say so.
/// </summary>
internal sealed partial class ScheduleRunner(
    IScheduleStore store,
    ITouchpointLog log,
    IDefinitions definitions,
    IReadThrough read,
    IShares shares,
    CustomerCodec codec,
    IOptions<ScheduleOptions> options,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<ScheduleRunner> logger) : RepeatedWork(clock)
{
    protected override TimeSpan Interval => options.Value.LookEvery;

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        if (shares.Current.Index != 0 || current.Version == 0)
        {
            return;
        }

        var marks = await store.MarksAsync(cancellationToken);

        // A schedule that is not published does not catch up once it is again.
        foreach (var gone in marks.Where(m => current.AllSchedules.All(s => s.Policy.Id != m.Policy || s.Trigger.Segment != m.Segment)))
        {
            await store.RemoveAsync(gone.Policy, gone.Segment, cancellationToken);
        }

        if (current.AllSchedules.IsEmpty || await read.ThroughAsync(cancellationToken) is not { } through)
        {
            return;
        }

        var now = journeyClock.GetUtcNow();
        foreach (var schedule in current.AllSchedules.GroupBy(s => (s.Policy.Id, s.Trigger.Segment)))
        {
            var mark = marks.FirstOrDefault(m => (m.Policy, m.Segment) == schedule.Key);
            if (mark is null)
            {
                await store.PutAsync(new ScheduleMark { Policy = schedule.Key.Id, Segment = schedule.Key.Segment, DoneThrough = now }, cancellationToken);
                continue;
            }

            ImmutableArray<OnSchedule> triggers = [.. schedule.Select(s => s.Trigger)];
            var policy = schedule.First().Policy;
            mark = await ExpireAsync(mark, triggers, now - policy.ExpiresAfter, cancellationToken);
            if (policy.Enabled)
            {
                await RunAsync(mark, triggers, through < now ? through : now, cancellationToken);
            }
        }
    }

    private async Task<ScheduleMark> ExpireAsync(ScheduleMark mark, ImmutableArray<OnSchedule> triggers, DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        if (mark.DoneThrough >= oldest)
        {
            return mark;
        }

        var next = mark with { DoneThrough = oldest };
        for (var at = mark.DoneThrough; triggers.Min(t => t.NextAfter(at)) is { } due && due <= oldest; at = due)
        {
            next = next with { ExpiredDueAt = due };
        }

        if (next.ExpiredDueAt == mark.ExpiredDueAt)
        {
            return next;
        }

        // One that had begun before the policy was paused is over as well.
        next = next.RunningDueAt <= oldest ? next with { RunningDueAt = null, RunningAfter = "" } : next;
        await store.PutAsync(next, cancellationToken);
        LogExpired(logger, next.Policy, next.ExpiredDueAt!.Value);
        return next;
    }

    private async Task RunAsync(ScheduleMark mark, ImmutableArray<OnSchedule> triggers, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        while (triggers.Min(t => t.NextAfter(mark.DoneThrough)) is { } due && due <= upTo)
        {
            if (mark.RunningDueAt != due)
            {
                mark = mark with { RunningDueAt = due, RunningAfter = "", Members = 0 };
            }

            if (await TellAsync(mark, due, cancellationToken) is not { } told)
            {
                return;
            }

            mark = told with { DoneThrough = due, RunningDueAt = null, RunningAfter = "", LastDueAt = due };
            await store.PutAsync(mark, cancellationToken);
            LogDone(logger, mark.Policy, due, mark.Members);
        }
    }

    /// <summary>Null where the policy was paused meanwhile: the mark says how far it came.</summary>
    private async Task<ScheduleMark?> TellAsync(ScheduleMark mark, DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (definitions.Current is var current && current.Schedules.Any(s => s.Policy.Id == mark.Policy && s.Trigger.Segment == mark.Segment))
        {
            var page = await store.StatesAsync(mark.RunningAfter, options.Value.PageMax, cancellationToken);
            if (page.IsEmpty)
            {
                return mark;
            }

            var members = ImmutableArray.CreateBuilder<LogItem>();
            foreach (var (key, state) in page)
            {
                if (DueSchedules.IsMember(codec.Decode(state), current, mark.Segment, due))
                {
                    var touchpoint = DueSchedules.Due(mark.Policy, mark.Segment, due, key.Customer);
                    members.Add(new LogItem { Customer = key.Customer, Source = DueSchedules.Source, Body = TouchpointJson.Write(touchpoint) });
                }
            }

            if (members.Count > 0)
            {
                await log.AppendAsync(members.ToImmutable(), cancellationToken);
            }

            mark = mark with { RunningAfter = page[^1].Key.ToString(), Members = mark.Members + members.Count };
            await store.PutAsync(mark, cancellationToken);
        }

        return null;
    }

    [LoggerMessage(2341, LogLevel.Warning, "Schedules could not be looked after; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(2342, LogLevel.Information, "The schedule of policy {Policy} due at {Due} was sent to {Members} customers")]
    private static partial void LogDone(ILogger logger, string policy, DateTimeOffset due, long members);

    [LoggerMessage(2343, LogLevel.Warning, "The schedule of policy {Policy} due at {Due} was held, or not reached, until its actions would have expired; it reached nobody")]
    private static partial void LogExpired(ILogger logger, string policy, DateTimeOffset due);
}
