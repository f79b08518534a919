using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Pulling;

/// <summary>Where the next page of a source begins. Times by the system's clock, in whole seconds.</summary>
public sealed partial record PullCursor
{
    /// <summary>Events from here on are asked for; null: nothing was asked yet.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>And up to here; null: the next page begins another time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What leads to the next page of the time; null: its first.</summary>
    public string? Next { get; init; }

    /// <summary>When the source was called, oldest first, as far as its limit counts them.</summary>
    public ImmutableArray<DateTimeOffset> Calls { get; init; } = [];

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    public static PullCursor Read(string? text) => text is null ? new() : JsonSerializer.Deserialize(text, PullCursorJson.Default.PullCursor) ?? new();

    public string Write() => JsonSerializer.Serialize(this, PullCursorJson.Default.PullCursor);

    /// <summary>With a time to ask for.</summary>
    public PullCursor Begin(SourcePull pull, DateTimeOffset now) =>
        Until is not null ? this : this with { Since = Since ?? Whole(now - pull.Back), Until = Whole(now), Next = null };

    /// <summary>After a page.</summary>
    /// <param name="pull">How the source is asked.</param>
    /// <param name="next">What leads to the one after it; null: the time is read to its end.</param>
    public PullCursor After(SourcePull pull, string? next) => next is not null
        ? this with { Next = next, Failures = 0 }
        : this with { Since = Until is { } until && until - pull.Overlap > Since ? until - pull.Overlap : Since, Until = null, Next = null, Failures = 0 };

    /// <summary>When it may be called again; null: now.</summary>
    public DateTimeOffset? NotBefore(SourcePull pull, DateTimeOffset now) =>
        pull.Calls > 0 && Calls.Count(c => c > now - pull.Within) >= pull.Calls ? Calls[^pull.Calls] + pull.Within : null;

    /// <summary>With a call that is about to be made.</summary>
    public PullCursor Calling(SourcePull pull, DateTimeOffset now) => pull.Calls == 0 ? this : this with { Calls = [.. Calls.Where(c => c > now - pull.Within), now] };

    /// <summary>The last call counts from its answer on: when it arrived there is not known.</summary>
    public PullCursor Answered(DateTimeOffset now) => Calls.IsEmpty ? this : this with { Calls = Calls.SetItem(Calls.Length - 1, now) };

    /// <summary>What the texts of a request are filled with.</summary>
    public IReadOnlyDictionary<string, string> Page() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["since"] = Iso(Since),
        ["until"] = Iso(Until),
        ["sinceSeconds"] = Seconds(Since),
        ["untilSeconds"] = Seconds(Until),
        ["next"] = Next ?? "",
    };

    private static string Iso(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static string Seconds(DateTimeOffset? at) => at?.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    [JsonSerializable(typeof(PullCursor))]
    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    private sealed partial class PullCursorJson : JsonSerializerContext;
}
