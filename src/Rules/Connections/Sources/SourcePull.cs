using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>
/// How a source is asked for its events: for those of a time, page by page. The next time begins where the last one ended, less the overlap: what
/// comes twice has the same ids.
/// </summary>
public sealed record SourcePull
{
    /// <summary>Method, address and headers; texts may use <c>page</c>, see <see cref="PageNames"/>.</summary>
    public required RequestDefinition Request { get; init; }

    /// <summary>Parameters of the address, and templates of their values. One that is filled with nothing is left out.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Query { get; init; } = [];

    public RequestAuth? Auth { get; init; }

    /// <summary>From the end of a time that was read until the next is asked for.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most calls <see cref="Within"/> a time; zero: as many as there are pages.</summary>
    public int Calls { get; init; }

    /// <summary>The time in which there are at most <see cref="Calls"/>.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How far back the first time begins.</summary>
    public TimeSpan Back { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How much of the last time is asked for again, since systems show events late.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What leads to the next page: an address, or what <c>page.next</c> is filled with; nothing where there is none. Over the answer.</summary>
    public string? Next { get; init; }

    /// <summary>
    /// Names under <c>page</c>: <c>since</c> and <c>until</c> in ISO 8601, the same in seconds since 1970, and <c>next</c>.
    /// </summary>
    public static readonly ImmutableArray<string> PageNames = ["since", "until", "sinceSeconds", "untilSeconds", "next"];
}
