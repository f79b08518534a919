using System.Collections.Immutable;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>A group of fields that documents know: what people call it and the names it may have. The JSON Schema names each in its <c>$defs</c>.</summary>
internal sealed class Shape
{
    private Shape(string id, string name, params ImmutableArray<string> fields)
    {
        Id = id;
        Name = name;
        Fields = fields;
    }

    /// <summary>Its name in the JSON Schema.</summary>
    public string Id { get; }

    /// <summary>With its article: "a journey".</summary>
    public string Name { get; }

    public ImmutableArray<string> Fields { get; }

    public static Shape Journey { get; } = new("journey", "a journey",
        "kind", "id", "name", "timeZone", "instance", "reentry", "stages", "leave", "contacts", "recovery", "expectations", "experience", "lowPoint", "highPoint");

    public static Shape Stage { get; } = new("stage", "a stage", "id", "name", "enter", "start", "goal", "end", "revisit");

    public static Shape Expectation { get; } = new("expectation", "an expectation",
        "id", "name", "after", "expect", "within", "by", "experience", "critical");

    public static Shape Experience { get; } = new("experience", "an experience", "on", "value", "critical", "cause");

    public static Shape LowPoint { get; } = new("lowPoint", "lowPoint", "mood", "pressure", "feedback", "fadeAfter", "recover");

    public static Shape Recover { get; } = new("recover", "recover", "experience", "mood", "pressure");

    public static Shape HighPoint { get; } = new("highPoint", "highPoint", "mood", "feedback", "endExperience", "fadeAfter");

    public static Shape Match { get; } = new("match", "a touchpoint", "type", "where");

    public static Shape Segment { get; } = new("segment", "a segment", "kind", "id", "name", "when", "listed");

    public static Shape Policy { get; } = new("policy", "a policy",
        "kind", "id", "name", "category", "priority", "enabled", "on", "when", "do", "variants", "cooldown", "expiresAfter",
        "group", "holdout", "ramp", "budget", "exempt");

    public static Shape Budget { get; } = new("budget", "a budget", "perDay", "currency", "actionsPerDay", "timeZone");

    public static Shape Trigger { get; } = new("trigger", "a trigger",
        "touchpoint", "lowPointOpened", "lowPointDeepened", "lowPointClosed", "highPointOpened", "highPointClosed", "stageEntered", "stageLeft", "stageStayed",
        "expectationMissed", "absence", "sequence", "count", "metric", "schedule");

    public static Shape OfJourney { get; } = new("ofJourney", "this trigger", "journey");

    public static Shape LowPointClosed { get; } = new("lowPointClosed", "lowPointClosed", "journey", "outcome");

    public static Shape OfStage { get; } = new("ofStage", "this trigger", "journey", "stage");

    public static Shape StageStayed { get; } = new("stageStayed", "stageStayed", "journey", "stage", "for");

    public static Shape Absence { get; } = new("absence", "absence", "of", "after", "within", "same", "restart");

    public static Shape Sequence { get; } = new("sequence", "sequence", "steps", "within", "same");

    public static Shape Metric { get; } = new("metric", "metric", "of", "atLeast", "atMost", "above", "below");

    public static Shape Schedule { get; } = new("schedule", "a schedule", "segment", "at", "weekdays", "dayOfMonth", "date", "timeZone");

    public static Shape ExpectationMissed { get; } = new("expectationMissed", "expectationMissed", "journey", "expectation");

    public static Shape Count { get; } = new("count", "count", "of", "atLeast", "within");

    public static Shape Window { get; } = new("window", "this condition",
        "of", "field", "within", "is", "isNot", "atLeast", "atMost", "above", "below", "in", "notIn", "contains", "exists");

    public static Shape Comparison { get; } = new("comparison", "a comparison",
        "is", "isNot", "atLeast", "atMost", "above", "below", "in", "notIn", "contains", "exists");

    public static Shape Action { get; } = new("action", "an action",
        "message", "offer", "callback", "webhook", "wait", "setAttribute", "addToSegment", "removeFromSegment", "mute");

    public static Shape Variant { get; } = new("variant", "a variant", "id", "weight", "do");

    public static Shape Wait { get; } = new("wait", "a wait", "id", "for", "until", "check", "then", "otherwise", "unsent");

    public static Shape SetAttribute { get; } = new("setAttribute", "setAttribute", "name", "value");

    public static Shape Mute { get; } = new("mute", "mute", "for");

    public static Shape Message { get; } = new("message", "a message", "channel", "template", "subject", "text");

    public static Shape Offer { get; } = new("offer", "an offer", "channel", "offer", "amount", "currency", "validFor", "codes", "template", "text");

    public static Shape Template { get; } = new("template", "a template", "kind", "id", "name", "format", "fallback", "languages");

    public static Shape TemplateTexts { get; } = new("templateTexts", "the texts of a language", "subject", "text");

    public static Shape Callback { get; } = new("callback", "a callback", "queue", "priority", "due", "reason");

    public static Shape Webhook { get; } = new("webhook", "a webhook", "url", "data");

    public static Shape Settings { get; } = new("settings", "settings", "kind", "moodHalfLife", "pressureHalfLife", "neutralWeight", "risk");

    public static Shape Risk { get; } = new("risk", "risk",
        "mood", "openLowPoint", "missed", "missedMax", "missedWithin", "repeatedContact", "repeatedContactMax", "contactsWithin",
        "silenceMax", "silenceFrom", "silenceFull", "atRisk");

    public static Shape Guardrails { get; } = new("guardrails", "guardrails", "kind", "caps", "quietHours", "groups", "queues", "globalHoldout", "mutes", "breaker");

    public static Shape Cap { get; } = new("cap", "a cap", "max", "per", "channel", "category");

    public static Shape QuietHours { get; } = new("quietHours", "quietHours", "from", "to", "fallbackZone", "unknownZone", "spread", "channels", "category");

    public static Shape ExclusionGroup { get; } = new("exclusionGroup", "a group", "id", "window");

    public static Shape QueueLimit { get; } = new("queueLimit", "a queue's limit", "queue", "perHour", "perDay", "openMax");

    public static Shape Breaker { get; } = new("breaker", "a breaker", "times", "floor");

    public static Shape Mutes { get; } = new("mutes", "mutes", "openCase", "openLowPoint");

    public static ImmutableArray<Shape> All { get; } =
    [
        Journey, Stage, Expectation, Experience, LowPoint, Recover, HighPoint, Match, Segment, Policy, Trigger, OfJourney, LowPointClosed,
        OfStage, StageStayed, ExpectationMissed, Absence, Sequence, Metric, Schedule, Count, Window, Comparison, Action, Message, Offer, Callback, Webhook, Template, TemplateTexts,
        Variant, Wait, SetAttribute, Mute, Settings, Risk, Budget, Guardrails, Cap, QuietHours, ExclusionGroup, QueueLimit, Mutes, Breaker,
    ];
}
