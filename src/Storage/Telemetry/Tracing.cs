using System.Diagnostics;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using Orleans.Runtime;

namespace CxOrchestrator.Storage.Telemetry;

/// <summary>
/// Activities along the way of a batch: poll, customer call, commit; and of an action: send. While nobody listens each question here is one
/// comparison. A poll that is not kept makes no activities of its customers, unless the system that sent a touchpoint keeps its own.
/// </summary>
public static class Tracing
{
    /// <summary>W3C trace context, as HTTP and Kafka carry it.</summary>
    public const string Header = "traceparent";

    /// <summary>Links from one activity to those of the touchpoints in it; more are left out.</summary>
    private const int LinksMax = 16;

    private const string CallKey = "cx.trace";

    private static readonly ActivitySource Source = new(TelemetryNames.Product);

    /// <summary>The activity under way, as <see cref="Header"/> carries it; null where it is not kept.</summary>
    public static string? Current => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;

    /// <summary>Whether anybody looks at activities.</summary>
    public static bool HasListeners => Source.HasListeners();

    /// <summary>The trace where it is kept, else null.</summary>
    public static string? Kept(string trace) => IsKept(trace, out _) ? trace : null;

    public static Activity? Poll(ILogPartition partition, LogChunk chunk)
    {
        if (chunk.Records.IsEmpty || Source.StartActivity("cx.log.poll", ActivityKind.Consumer) is not { } poll)
        {
            return null;
        }

        poll.SetTag("messaging.destination.partition.id", partition.Id).SetTag("messaging.batch.message_count", chunk.Records.Length);
        return poll;
    }

    /// <summary>What a record's customer call is to be traced with.</summary>
    public static string? Of(Activity? poll, LogRecord record) => record.TraceParent ?? (poll is { Recorded: true } ? poll.Id : null);

    /// <summary>A customer's call with these touchpoints; the commit within it finds it by itself.</summary>
    /// <param name="entries">What the call applies.</param>
    /// <param name="traceOf">The trace that an entry came with, or null.</param>
    public static TracedCall Apply<T>(IReadOnlyList<T> entries, Func<T, string?> traceOf)
    {
        if (!Source.HasListeners() || !IsKept(entries.Select(traceOf).FirstOrDefault(t => t is not null), out var parent))
        {
            return default;
        }

        List<ActivityLink>? links = null;
        foreach (var entry in entries)
        {
            if (links is null or { Count: < LinksMax } && IsKept(traceOf(entry), out var context) && context != parent)
            {
                (links ??= []).Add(new ActivityLink(context));
            }
        }

        var call = Source.StartActivity("cx.customer.apply", ActivityKind.Internal, parent, links: links)?.SetTag("cx.touchpoints", entries.Count);
        if (call?.Id is { } id)
        {
            RequestContext.Set(CallKey, id);
        }

        return new TracedCall(call);
    }

    /// <summary>The commit of a traced call; null for every other.</summary>
    public static Activity? Commit() =>
        Source.HasListeners() && IsKept(RequestContext.Get(CallKey) as string, out var parent)
            ? Source.StartActivity("cx.customer.commit", ActivityKind.Client, parent)
            : null;

    public static Activity? Send(OutboxItem item, IActionChannel channel) =>
        Source.StartActivity("cx.action.send", ActivityKind.Producer)
            ?.SetTag("cx.action.id", item.Action.Id).SetTag("cx.action.kind", item.Action.Kind.ToString()).SetTag("cx.policy", item.Action.Policy)
            .SetTag("cx.channel", channel.GetType().Name).SetTag("cx.attempt", item.Attempts + 1);

    private static bool IsKept(string? trace, out ActivityContext context)
    {
        context = default;
        return trace is not null && ActivityContext.TryParse(trace, null, isRemote: true, out context) && context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded);
    }

    /// <summary>A traced call under way, or none.</summary>
    public readonly struct TracedCall(Activity? activity) : IDisposable
    {
        public void Dispose()
        {
            if (activity is not null)
            {
                RequestContext.Remove(CallKey);
                activity.Dispose();
            }
        }
    }
}
