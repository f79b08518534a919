using System.Text;
using Confluent.Kafka;
using CxOrchestrator.Storage.Telemetry;

namespace CxOrchestrator.Log.Kafka;

/// <summary>The trace context of records, in their headers.</summary>
internal static class TraceHeaders
{
    /// <summary>Headers for records that are sent on behalf of the activity under way; null where it is not kept.</summary>
    public static Headers? Make() => Tracing.Current is { } id ? new Headers { { Tracing.Header, Encoding.ASCII.GetBytes(id) } } : null;

    /// <summary>Adds the activity under way to a record's headers.</summary>
    public static void AddTo(Headers headers)
    {
        if (Tracing.Current is { } id)
        {
            headers.Add(Tracing.Header, Encoding.ASCII.GetBytes(id));
        }
    }

    /// <summary>The trace that a record belongs to, where it is kept and anybody listens.</summary>
    public static string? Of(Headers? headers) =>
        headers is not null && Tracing.HasListeners && headers.TryGetLastBytes(Tracing.Header, out var bytes) ? Tracing.Kept(Encoding.ASCII.GetString(bytes)) : null;
}
