using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions.Sources;

/// <summary>The groups of a source document.</summary>
internal static class SourceShapes
{
    public static Shape Source { get; } = new("source", "a source",
        "kind", "id", "name", "settings", "secrets", "webhook", "pull", "stream", "enrich", "events", "type", "eventId", "at", "customer", "identities", "channel", "attributes", "rest", "value",
        "feedback", "touchpoints", "drop", "others", "generic", "sample");

    public static Shape Webhook { get; } = new("sourceWebhook", "webhook", "verify", "challenges", "paths", "answer");

    public static Shape Pull { get; } = new("sourcePull", "pull", "method", "url", "headers", "query", "auth", "every", "calls", "within", "back", "overlap", "next");

    public static Shape Stream { get; } = new("sourceStream", "stream", "protocol", "url", "headers", "query", "auth", "topics", "start", "redirectsTo", "idle");

    public static Shape Enrich { get; } = new("sourceEnrich", "enrich", "when", "values", "method", "url", "headers", "query", "auth", "calls", "within", "cache", "missing", "tryFor");

    public static Shape Answer { get; } = new("sourceAnswer", "an answer", "when", "text");

    public static Shape Challenge { get; } = new("sourceChallenge", "a challenge", "when", "token", "secret", "answer", "signedWith", "wrap");

    public static Shape Mapping { get; } = new("sourceMapping", "a mapping",
        "as", "like", "when", "each", "key", "at", "customer", "identities", "channel", "attributes", "rest", "value", "feedback");

    public static Shape Value { get; } = new("sourceValue", "value", "amount", "currency", "minorUnits");

    public static Shape Feedback { get; } = new("sourceFeedback", "feedback", "nps", "csat", "ces", "text", "language");

    public static Shape Sample { get; } = new("sourceSample", "a sample", "headers", "body");

    public static IEnumerable<Shape> All => [Source, Webhook, Pull, Stream, Enrich, Answer, Challenge, Mapping, Value, Feedback, Sample];
}
