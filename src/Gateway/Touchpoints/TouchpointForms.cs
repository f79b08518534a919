using Microsoft.Net.Http.Headers;

namespace CxOrchestrator.Gateway.Touchpoints;

/// <summary>How touchpoints stand in a body.</summary>
internal enum TouchpointFormat
{
    /// <summary>Not one that is read here.</summary>
    Unknown,

    /// <summary>A native object or an array of them.</summary>
    Json,

    /// <summary>A native object per line.</summary>
    Lines,

    /// <summary>A CloudEvent.</summary>
    Event,

    /// <summary>An array of CloudEvents.</summary>
    Events,

    /// <summary>A CloudEvent in headers, the body its data.</summary>
    EventInHeaders,
}

/// <summary>Tells the format by the request's headers.</summary>
internal static class TouchpointForms
{
    public const string Json = "application/json";
    public const string Lines = "application/x-ndjson";
    public const string Event = "application/cloudevents+json";
    public const string Events = "application/cloudevents-batch+json";

    public const string All = $"{Json}, {Lines}, {Event}, {Events}";

    private const string VersionHeader = "ce-specversion";

    public static TouchpointFormat Of(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || (type.Charset.HasValue && !type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            || !StringSegmentIsNone(request.Headers.ContentEncoding))
        {
            // A binary event may come without data, and then without a type.
            return request.ContentType is null && request.Headers.ContainsKey(VersionHeader) && request.ContentLength is null or 0
                ? TouchpointFormat.EventInHeaders
                : TouchpointFormat.Unknown;
        }

        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            Event => TouchpointFormat.Event,
            Events => TouchpointFormat.Events,
            Json or "text/json" when request.Headers.ContainsKey(VersionHeader) => TouchpointFormat.EventInHeaders,
            Json or "text/json" => TouchpointFormat.Json,
            Lines or "application/ndjson" or "application/jsonl" => TouchpointFormat.Lines,
            _ => TouchpointFormat.Unknown,
        };
    }

    /// <summary>The event's headers, lower-case.</summary>
    public static IEnumerable<KeyValuePair<string, string>> EventHeaders(HttpRequest request)
    {
        foreach (var (name, values) in request.Headers)
        {
            if (name.StartsWith(Rules.Touchpoints.CloudEvents.HeaderPrefix, StringComparison.OrdinalIgnoreCase)
                && name.Length > Rules.Touchpoints.CloudEvents.HeaderPrefix.Length)
            {
                foreach (var value in values)
                {
                    yield return new(name.ToLowerInvariant(), value ?? "");
                }
            }
        }
    }

    private static bool StringSegmentIsNone(Microsoft.Extensions.Primitives.StringValues encoding) =>
        encoding.Count == 0 || (encoding.Count == 1 && encoding[0] is "" or "identity");
}
