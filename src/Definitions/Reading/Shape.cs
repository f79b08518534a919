using System.Collections.Immutable;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Forms;
using CxOrchestrator.Definitions.Lexicons;
using CxOrchestrator.Definitions.Policies;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Sources;
using CxOrchestrator.Definitions.Templates.Blocks;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>A group of fields that documents know: what people call it and the names it may have. The JSON Schema names each in its <c>$defs</c>.</summary>
internal sealed class Shape
{
    public Shape(string id, string name, params ImmutableArray<string> fields)
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
        "kind", "id", "name", "timeZone", "instance", "reentry", "stages", "exit", "contacts", "recovery", "expectations", "experience", "lowPoint", "highPoint");

    public static Shape Stage { get; } = new("stage", "a stage", "id", "name", "enter", "start", "goal", "end", "revisit");

    public static Shape Expectation { get; } = new("expectation", "an expectation",
        "id", "name", "after", "expect", "within", "by", "share", "grace", "experience", "critical");

    public static Shape Experience { get; } = new("experience", "an experience", "on", "value", "critical", "cause");

    public static Shape LowPoint { get; } = new("lowPoint", "lowPoint", "mood", "pressure", "feedback", "fadeAfter", "recover");

    public static Shape Recover { get; } = new("recover", "recover", "experience", "mood", "pressure");

    public static Shape HighPoint { get; } = new("highPoint", "highPoint", "mood", "feedback", "endExperience", "fadeAfter");

    public static Shape Match { get; } = new("match", "a touchpoint", "type", "where");

    public static Shape Segment { get; } = new("segment", "a segment", "kind", "id", "name", "when", "listed");

    public static Shape Policy { get; } = new("policy", "a policy",
        "kind", "id", "name", "category", "priority", "enabled", "on", "when", "do", "variants", "cooldown", "expiresAfter",
        "group", "controlGroup", "rollout", "budget", "exempt");

    public static Shape Budget { get; } = new("budget", "a budget", "perDay", "currency", "actionsPerDay", "timeZone");

    public static Shape Comparison { get; } = new("comparison", "a comparison",
        "is", "isNot", "atLeast", "atMost", "above", "below", "in", "notIn", "contains", "exists");

    public static Shape Variant { get; } = new("variant", "a variant", "id", "weight", "do");

    public static Shape Template { get; } = new("template", "a template", "kind", "id", "name", "format", "fallback", "languages");

    public static Shape TemplateTexts { get; } = new("templateTexts", "the texts of a language", "subject", "preheader", "text", "blocks");

    public static Shape Connection { get; } = new("connection", "a connection",
        "kind", "id", "name", "enabled", "source", "channel", "provider", "address", "settings", "secrets", "weight", "ratePerSecond");

    public static Shape SecretSource { get; } = new("secretSource", "a secret", "env", "file");

    public static Shape Settings { get; } = new("settings", "settings", "kind", "moodHalfLife", "pressureHalfLife", "neutralWeight", "risk");

    public static Shape Risk { get; } = new("risk", "risk",
        "mood", "openLowPoint", "missed", "missedMax", "missedWithin", "repeatedContact", "repeatedContactMax", "contactsWithin",
        "silenceMax", "silenceFrom", "silenceFull", "atRisk");

    public static Shape Guardrails { get; } = new("guardrails", "guardrails", "kind", "frequencyCaps", "quietHours", "groups", "queues", "rates", "globalControlGroup", "suppressPromotions", "breaker");

    public static Shape FrequencyCap { get; } = new("frequencyCap", "a frequency cap", "max", "per", "channel", "category");

    public static Shape QuietHours { get; } = new("quietHours", "quietHours", "from", "to", "fallbackZone", "unknownZone", "spread", "channels", "category", "days", "countries");

    public static Shape CountryHours { get; } = new("countryHours", "quiet hours of a country", "in", "from", "to", "days");

    public static Shape ExclusionGroup { get; } = new("exclusionGroup", "a group", "id", "window");

    public static Shape QueueLimit { get; } = new("queueLimit", "a queue", "queue", "perHour", "perDay", "openMax", "replyTo");

    public static Shape ChannelRate { get; } = new("channelRate", "a channel's rate", "channel", "perSecond");

    public static Shape Breaker { get; } = new("breaker", "a breaker", "times", "floor");

    public static Shape SuppressPromotions { get; } = new("suppressPromotions", "suppressPromotions", "openCase", "openLowPoint");

    /// <summary>Those of all documents, with those that triggers, conditions and actions bring.</summary>
    public static IEnumerable<Shape> All =>
    [
        Journey, Stage, Expectation, Experience, LowPoint, Recover, HighPoint, Match, Segment, Policy, Comparison, Template, TemplateTexts, Variant, Settings, Risk,
        Connection, SecretSource, Budget, Guardrails, FrequencyCap, QuietHours, CountryHours, ExclusionGroup, QueueLimit, ChannelRate, SuppressPromotions, Breaker, TriggerWords.Shape, ActionWords.Shape,
        .. ProviderShapes.All,
        .. SourceShapes.All,
        .. FormShapes.All,
        LexiconShapes.Lexicon, LexiconShapes.Reason,
        .. BlockShapes.All,
        .. TriggerWords.All.SelectMany(w => w.Shapes).Concat(ConditionWords.All.SelectMany(w => w.Shapes)).Concat(ActionWords.All.SelectMany(w => w.Shapes)).Distinct(),
    ];
}
