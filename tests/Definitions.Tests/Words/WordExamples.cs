using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Tests.Words;

/// <summary>An example of one word of the language, by which all that is done with words is tried out.</summary>
/// <param name="Type">What it is read as.</param>
/// <param name="Yaml">As a document writes it.</param>
/// <param name="Text">In words.</param>
internal sealed record WordExample(Type Type, string Yaml, string Text)
{
    /// <summary>The types of touchpoints that it names, in the order of the document.</summary>
    public string[] Touchpoints { get; init; } = [];

    /// <summary>Of a trigger: how it may stand in a circle of a policy that asks for a callback; null: it never does.</summary>
    public string? InCircle { get; init; }

    /// <summary>Of a trigger: each time that it fired shows in the stored history.</summary>
    public bool Traced { get; init; }

    /// <summary>Of a trigger: a history that shows everything shows it.</summary>
    public bool Shows { get; init; }

    /// <summary>Of a condition: it cannot hold over the completed case of a callback, so that it ends a circle.</summary>
    public bool EndsCircle { get; init; }

    /// <summary>Of an action: type of the touchpoint that may come back of it.</summary>
    public string? Returns { get; init; }

    public override string ToString() => $"{Type.Name}: {Yaml}";
}

/// <summary>An example of every trigger, condition and action, and the documents that they name.</summary>
internal static class WordExamples
{
    /// <summary>Segments, a template and a journey whose stage is entered again and again by completed cases.</summary>
    public const string Named =
        """
        kind: journey
        id: order
        name: Order
        reentry: true
        stages:
          - {id: placed, name: Placed, enter: order.placed, start: true}
          - {id: helped, name: Helped, enter: case.completed, revisit: true}
        expectations:
          - {id: delivery, name: Delivery, after: case.completed, expect: order.delivered, within: 3 days}
          - {id: payment, name: Payment, after: order.placed, expect: payment.received, within: 1 day}
        ---
        kind: segment
        id: loyal
        name: Loyal customers
        when: {customer.touchpoints: {atLeast: 5}}
        ---
        kind: segment
        id: care
        name: Care
        listed: true
        ---
        kind: template
        id: sorry
        name: Sorry
        format: text
        fallback: en
        languages: {en: {subject: Sorry, text: We are sorry}}
        ---
        kind: guardrails
        queues: [{queue: recovery, replyTo: recovery@example.com}]
        """;

    public static IReadOnlyList<WordExample> Triggers { get; } =
    [
        new(typeof(OnTouchpoint), "touchpoint: {type: order.placed, where: {amount: {atLeast: 50}}}", "A touchpoint order.placed with touchpoint.amount at least 50")
            { Touchpoints = ["order.placed"], InCircle = "touchpoint: case.completed", Traced = true, Shows = true },
        new(typeof(OnLowPointOpened), "lowPointOpened: {journey: order}", "A low point opens in journey Order") { Traced = true, Shows = true },
        new(typeof(OnLowPointDeepened), "lowPointDeepened: {journey: order}", "A low point gets a further cause in journey Order") { Traced = true, Shows = true },
        new(typeof(OnLowPointClosed), "lowPointClosed: {journey: order, outcome: recovered}", "A low point is recovered in journey Order") { Traced = true, Shows = true },
        new(typeof(OnHighPointOpened), "highPointOpened: {journey: order}", "A high point opens in journey Order") { Traced = true, Shows = true },
        new(typeof(OnHighPointClosed), "highPointClosed: {journey: order}", "A high point ends in journey Order") { Traced = true, Shows = true },
        new(typeof(OnStageEntered), "stageEntered: {journey: order, stage: placed}", "Stage Placed is entered in journey Order")
            { InCircle = "stageEntered: {journey: order, stage: helped}", Traced = true, Shows = true },
        new(typeof(OnStageExited), "stageExited: {journey: order, stage: placed}", "Stage Placed is left in journey Order") { Shows = true },
        new(typeof(OnStageStayed), "stageStayed: {journey: order, stage: placed, for: 2 days}", "2 days in stage Placed in journey Order")
            { InCircle = "stageStayed: {journey: order, stage: helped, for: 2 days}" },
        new(typeof(OnExpectationMissed), "expectationMissed: {journey: order, expectation: payment}", "Payment in journey Order")
            { InCircle = "expectationMissed: {journey: order}", Traced = true, Shows = true },
        new(typeof(OnAbsence), "absence: {of: order.placed, after: [cart.updated, cart.saved], within: 1 hour, same: session, restart: true}",
            "No order.placed within 1 hour after cart.updated or cart.saved, of the same session")
            { Touchpoints = ["cart.updated", "cart.saved", "order.placed"], InCircle = "absence: {of: order.placed, after: case.completed, within: 1 hour}" },
        new(typeof(OnSequence), "sequence: {steps: [search.done, cart.updated], within: 30 minutes, same: session}", "search.done, then cart.updated, within 30 minutes, of the same session")
            { Touchpoints = ["search.done", "cart.updated"], InCircle = "sequence: {steps: [search.done, case.completed], within: 30 minutes}" },
        new(typeof(OnCount), "count: {of: payment.failed, atLeast: 3, within: 1 day}", "3 of payment.failed within 1 day")
            { Touchpoints = ["payment.failed"], InCircle = "count: {of: case.completed, atLeast: 3, within: 1 day}" },
        new(typeof(OnMetric), "metric: {of: mood, below: -0.2}", "mood below -0.2, which it was not before"),
        new(typeof(OnSchedule), "schedule: {segment: loyal, at: \"09:00\", dayOfMonth: 1, timeZone: Europe/Lisbon}", "On day 1 of each month at 09:00 (Europe/Lisbon), for those in segment Loyal customers")
            { Traced = true, Shows = true },
    ];

    public static IReadOnlyList<WordExample> Conditions { get; } =
    [
        new(typeof(AllOf), "all: [{mood: {below: 0}}, {risk: {atLeast: 60}}]", "All of:"),
        new(typeof(AnyOf), "any: [{touchpoint.queue: other}, {touchpoint.type: order.placed}]", "At least one of:") { EndsCircle = true },
        new(typeof(NoneOf), "none: [{mood: {below: 0}}]", "None of:"),
        new(typeof(FieldIs), "touchpoint.queue: {isNot: recovery}", "touchpoint.queue is not recovery") { EndsCircle = true },
        new(typeof(CountIs), "count: {of: contact.*, atLeast: 2, within: 7 days}", "at least 2 of contact.* within 7 days") { Touchpoints = ["contact.*"] },
        new(typeof(WindowIs), "sum: {of: order.placed, field: amount, within: 30 days, atLeast: 100}", "sum of touchpoint.amount of order.placed within 30 days: at least 100")
            { Touchpoints = ["order.placed"] },
        new(typeof(InSegment), "segment: loyal", "in segment Loyal customers"),

        // No word of its own: asking for a segment with a list asks for the list.
        new(typeof(OnList), "segment: care", "on the list of segment Care"),
    ];

    public static IReadOnlyList<WordExample> Actions { get; } =
    [
        new(typeof(MessageTemplate), "message: {channel: email, subject: Sorry, text: Hello, queue: recovery}", "Hello") { Returns = "delivery.failed" },
        new(typeof(OfferTemplate), "offer: {channel: email, offer: voucher, amount: 10, currency: EUR, validFor: 30 days, codes: spring, text: For you, queue: recovery}", "For you") { Returns = "delivery.failed" },
        new(typeof(CallbackTemplate), "callback: {queue: recovery, priority: high, due: 4 hours, reason: Late}", "Late") { Returns = "case.completed" },
        new(typeof(WebhookTemplate), "webhook: {url: \"https://example.com/hook\", data: {customer: \"{customer.id}\"}}", ""),
        new(typeof(WaitTemplate),
            "wait: {id: step, for: 3 days, until: contact.*, check: {count: {of: order.placed, atLeast: 1, within: 7 days}}, then: [{suppress: {for: 1 day}}], otherwise: [{suppress: {for: 2 days}}]}", "")
            { Touchpoints = ["contact.*", "order.placed"] },
        new(typeof(SetAttributeTemplate), "setAttribute: {name: apologised, value: true}", ""),
        new(typeof(SegmentTemplate), "addToSegment: care", ""),
        new(typeof(SuppressTemplate), "suppress: {for: 7 days}", ""),
    ];

    /// <summary>A policy with these parts, each as a field of YAML.</summary>
    public static string Policy(string on, string? when = null, string @do = "callback: {queue: recovery, reason: Late}") =>
        $"kind: policy\nid: p\nname: P\non:\n  {on}\n{(when is null ? "" : $"when:\n  {when}\n")}do:\n  {@do}\n";

    public static ReadResult Read(string policy) => DefinitionReader.Read([new("named.yaml", Named), new("policy.yaml", policy)]);

    /// <summary>The concrete kinds of a family.</summary>
    public static IEnumerable<Type> KindsOf(Type family) => family.Assembly.GetTypes().Where(t => t.IsSubclassOf(family) && !t.IsAbstract);
}
