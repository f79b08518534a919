using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>The order that people expect fields in; a new field is put among the others by it.</summary>
internal static class FieldOrders
{
    private static readonly ImmutableArray<string> Documents =
    [
        "kind", "id", "name", "category", "priority", "enabled", "on", "when", "do", "variants", "cooldown", "expiresAfter", "group", "controlGroup", "rollout", "budget", "exempt",
        "timeZone", "instance", "reentry", "stages", "exit", "contacts", "recovery", "expectations", "experience", "lowPoint", "highPoint", "listed", "format", "score", "comment", "commentMax", "touchpoint", "attributes", "validFor", "color", "logo", "fallback", "languages",
        "moodHalfLife", "pressureHalfLife", "neutralWeight", "risk", "frequencyCaps", "quietHours", "groups", "queues", "rates", "globalControlGroup", "suppressPromotions", "breaker",
    ];

    private static readonly ImmutableArray<string> Groups =
    [
        "id", "name", "type", "where", "segment", "at", "weekdays", "dayOfMonth", "date", "journey", "stage", "expectation", "outcome", "channel", "template", "title", "question", "low", "high", "comment", "thanks", "subject", "preheader", "blocks", "offer", "amount", "currency", "codes", "validFor", "text", "link", "linkText", "image", "providerTemplate", "language", "values", "always", "queue", "priority", "due", "reason",
        "url", "data", "of", "field", "after", "expect", "enter", "on", "steps", "value", "cause", "for", "within", "by", "same", "restart", "until", "then", "check", "otherwise", "unsent", "weight", "do",
        "start", "goal", "end", "revisit", "experience", "critical", "mood", "pressure", "feedback", "endExperience", "fadeAfter", "recover",
        "max", "per", "category", "from", "to", "fallbackZone", "unknownZone", "spread", "channels", "days", "countries", "in", "window", "perSecond", "perHour", "perDay", "actionsPerDay", "openMax", "replyTo", "timeZone", "openCase", "openLowPoint", "times", "floor",
        "layout", "columns", "items", "image", "level", "label", "preferences", "source", "alt", "price", "link", "width", "color", "labelColor",
    ];

    /// <summary>The order among the fields of the group that the place is in.</summary>
    public static ImmutableArray<string> Of(DocumentPath path) => path.Depth <= 1 ? Documents : path.Parent is { Name: "when" or "check" or "where" } or { Name: null } ? [] : Groups;
}
