using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Enriching;

/// <summary>When a system may be asked for the content of events. Times by the system's clock.</summary>
public sealed partial record EnrichCursor
{
    /// <summary>Failures in a row from which on the whole system counts as failing, and is not called for a while.</summary>
    public const int FailuresMax = 5;

    private static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    /// <summary>When it was called, oldest first, as far as its limit counts them.</summary>
    public ImmutableArray<DateTimeOffset> Calls { get; init; } = [];

    /// <summary>It asked not to be called until then, or failed too often; null: it did not.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>Failures in a row, of whichever events.</summary>
    public int Failures { get; init; }

    public static EnrichCursor Read(string? text) => text is null ? new() : JsonSerializer.Deserialize(text, EnrichCursorJson.Default.EnrichCursor) ?? new();

    public string Write() => JsonSerializer.Serialize(this, EnrichCursorJson.Default.EnrichCursor);

    /// <summary>When it may be called again; null: now.</summary>
    public DateTimeOffset? NotBefore(SourceEnrichment enrich, DateTimeOffset now)
    {
        DateTimeOffset? limit = enrich.Calls > 0 && Calls.Count(c => c > now - enrich.Within) >= enrich.Calls ? Calls[^enrich.Calls] + enrich.Within : null;
        var waits = WaitsUntil > now ? WaitsUntil : null;
        return limit is null || waits > limit ? waits : limit;
    }

    /// <summary>With a call that is about to be made.</summary>
    public EnrichCursor Calling(SourceEnrichment enrich, DateTimeOffset now) => enrich.Calls == 0 ? this : this with { Calls = [.. Calls.Where(c => c > now - enrich.Within), now] };

    /// <summary>After a call that was answered: it counts from its answer on, since when it arrived there is not known.</summary>
    public EnrichCursor Answered(DateTimeOffset now) => Counted(now) with { Failures = 0, WaitsUntil = null };

    /// <summary>After a call that failed.</summary>
    /// <param name="now">When it did.</param>
    /// <param name="retryAfter">How long the system asks not to be called; null: it does not.</param>
    public EnrichCursor Failed(DateTimeOffset now, TimeSpan? retryAfter)
    {
        var failures = Failures + 1;
        var pause = failures < FailuresMax ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(PauseFirst.TotalSeconds * Math.Pow(2, Math.Min(failures - FailuresMax, 10)), PauseMax.TotalSeconds));
        var wait = retryAfter > pause ? retryAfter.Value : pause;
        return Counted(now) with { Failures = failures, WaitsUntil = wait > TimeSpan.Zero ? now + wait : WaitsUntil };
    }

    private EnrichCursor Counted(DateTimeOffset now) => Calls.IsEmpty ? this : this with { Calls = Calls.SetItem(Calls.Length - 1, now) };

    [JsonSerializable(typeof(EnrichCursor))]
    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    private sealed partial class EnrichCursorJson : JsonSerializerContext;
}
