namespace CxOrchestrator.Definitions.Tests.Engine;

/// <summary>
/// Conditions over one customer and one touchpoint, and whether they hold. The customer: Ann, gold, English, in Berlin, worth 1,200.5 EUR,
/// attributes tier 3, vip true, city "Lisboa", tags [a, b]; email agreed, sms refused. Order o-1 (100 EUR, red) on Tuesday noon, placed again as
/// o-2 a day later, then three contacts and a review of 2; asked with a touchpoint of 49.5 EUR on channel app, size M, rush true, tags [x, 7].
/// </summary>
internal static class ConformanceCases
{
    public static IEnumerable<(string When, bool Holds)> All => Parse(Text);

    private static IEnumerable<(string When, bool Holds)> Parse(string text) =>
        from line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        select (line[2..], line[0] == '+');

    // + holds, - does not.
    private const string Text = """
        + {customer.name: Ann}
        - {customer.name: ann}
        - {customer.name: Bob}
        + {customer.name: {isNot: Bob}}
        - {customer.name: {isNot: Ann}}
        + {customer.id: c-1}
        + {customer.language: en}
        + {customer.timeZone: Europe/Berlin}
        + {customer.currency: EUR}
        + {customer.segment: gold}
        + {customer.segment: {in: [silver, gold]}}
        - {customer.segment: {in: [silver, bronze]}}
        + {customer.segment: {in: [a, b, c, d, e, f, g, h, gold]}}
        - {customer.segment: {in: [a, b, c, d, e, f, g, h, i]}}
        - {customer.segment: {notIn: [silver, gold]}}
        + {customer.segment: {notIn: [silver, bronze]}}
        - {customer.segment: {notIn: [a, b, c, d, e, f, g, h, gold]}}
        + {customer.segment: {notIn: [a, b, c, d, e, f, g, h, i]}}
        + {customer.segment: {contains: OL}}
        - {customer.segment: {contains: silver}}
        + {customer.segment: {exists: true}}
        - {customer.segment: {exists: false}}
        + {customer.lifetimeValue: 1200.5}
        + {customer.lifetimeValue: {atLeast: 1200.5}}
        - {customer.lifetimeValue: {above: 1200.5}}
        + {customer.lifetimeValue: {atMost: 1200.5}}
        - {customer.lifetimeValue: {below: 1200.5}}
        + {customer.lifetimeValue: {above: 1000, below: 2000}}
        - {customer.lifetimeValue: {above: 1000, below: 1100}}
        + {customer.touchpoints: {atLeast: 7}}
        - {customer.touchpoints: {above: 100}}
        + {customer.tier: 3}
        - {customer.tier: "3"}
        + {customer.tier: {isNot: "3"}}
        + {customer.tier: {in: [1, 2, 3]}}
        + {customer.tier: {above: 2.5}}
        - {customer.tier: {above: "2"}}
        - {customer.tier: {contains: 3}}
        + {customer.vip: true}
        - {customer.vip: false}
        + {customer.vip: {isNot: false}}
        - {customer.vip: "true"}
        - {customer.vip: 1}
        + {customer.city: {above: Faro}}
        - {customer.city: {below: Faro}}
        + {customer.city: {atLeast: Lisboa}}
        - {customer.city: {above: 5}}
        + {customer.tags: {contains: a}}
        - {customer.tags: {contains: A}}
        - {customer.tags: {contains: c}}
        - {customer.tags: a}
        - {customer.tags: {above: 1}}
        + {customer.attributes.tier: 3}
        - {customer.unknown: x}
        + {customer.unknown: {isNot: x}}
        - {customer.unknown: {atLeast: 0}}
        - {customer.unknown: {atMost: 0}}
        - {customer.unknown: {above: 0}}
        - {customer.unknown: {below: 0}}
        - {customer.unknown: {in: [x, y]}}
        + {customer.unknown: {notIn: [x, y]}}
        + {customer.unknown: {notIn: [a, b, c, d, e, f, g, h, i]}}
        - {customer.unknown: {contains: x}}
        - {customer.unknown: {exists: true}}
        + {customer.unknown: {exists: false}}
        + {consent.email: true}
        - {consent.sms: true}
        + {consent.sms: false}
        - {consent.push: true}
        - {consent.push: false}
        + {consent.push: {exists: false}}
        + {consent.email: {isNot: false}}
        + {touchpoint.type: ask}
        - {touchpoint.type: {in: [order.placed, review.submitted]}}
        + {touchpoint.source: test}
        + {touchpoint.channel: app}
        + {touchpoint.channel: {isNot: web}}
        + {touchpoint.amount: 49.5}
        - {touchpoint.amount: {above: 50}}
        + {touchpoint.currency: EUR}
        + {touchpoint.size: M}
        + {touchpoint.attributes.size: M}
        + {touchpoint.rush: true}
        + {touchpoint.tags: {contains: 7}}
        - {touchpoint.tags: {contains: "7"}}
        - {touchpoint.nps: {atLeast: 0}}
        + {touchpoint.csat: {exists: false}}
        - {touchpoint.text: {contains: x}}
        - {touchpoint.experience: {below: 0}}
        + {stage.order: placed}
        - {stage.order: reviewed}
        + {stage.order: {in: [placed, reviewed]}}
        - {stage.loyalty: joined}
        + {stage.loyalty: {exists: false}}
        + {mood: {below: -0.2}}
        - {mood: {above: 0}}
        + {pressure: {above: 0}}
        - {pressure: {atLeast: 5}}
        + {risk: {atLeast: 30}}
        - {risk: {atLeast: 99}}
        + {remembered: {below: 0}}
        + {lowPoint.open: true}
        - {lowPoint.open: false}
        + {lowPoint.cause: {exists: true}}
        + {lowPoint.depth: {atLeast: 0.4}}
        + {lowPoint.days: {atMost: 2}}
        - {highPoint.open: true}
        + {highPoint.cause: {exists: false}}
        + {customer.silentDays: 0}
        + {time.weekday: friday}
        + {time.ofDay: "13:00"}
        + {time.ofDay: {atLeast: "09:00", below: "17:00"}}
        - {time.ofDay: {above: "13:00"}}
        + {time.date: {atLeast: 2026-03-06}}
        + {time.month: 3}
        + {count: {of: contact.*, atLeast: 3, within: 7 days}}
        - {count: {of: contact.*, atLeast: 4, within: 7 days}}
        - {count: {of: contact.*, atLeast: 3, within: 1 hour}}
        + {count: {of: ask, atLeast: 1, within: 1 second}}
        + {count: {of: {type: order.placed, where: {amount: {above: 60}}}, atLeast: 1, within: 30 days}}
        - {count: {of: {type: order.placed, where: {amount: {above: 60}}}, atLeast: 2, within: 30 days}}
        + {sum: {of: order.placed, field: amount, within: 30 days, is: 150.5}}
        + {average: {of: order.placed, field: amount, within: 30 days, is: 75.25}}
        + {min: {of: order.placed, field: amount, within: 30 days, is: 50.5}}
        + {max: {of: order.placed, field: amount, within: 30 days, atMost: 100}}
        + {last: {of: order.placed, field: colour, within: 30 days, is: blue}}
        - {last: {of: order.placed, field: colour, within: 1 hour, is: blue}}
        + {sum: {of: order.placed, field: amount, within: 1 hour, is: 0}}
        - {average: {of: order.placed, field: amount, within: 1 hour, below: 1000}}
        + {segment: golden}
        - {segment: poor}
        + {segment: nested}
        + {segment: sad}
        - {segment: listed}
        + {all: [{customer.name: Ann}, {mood: {below: 0}}]}
        - {all: [{customer.name: Ann}, {mood: {above: 0}}]}
        + {any: [{customer.name: Bob}, {mood: {below: 0}}]}
        - {any: [{customer.name: Bob}, {mood: {above: 0}}]}
        + {none: [{customer.name: Bob}, {mood: {above: 0}}]}
        - {none: [{customer.name: Ann}, {mood: {above: 0}}]}
        + {customer.name: Ann, customer.segment: gold, touchpoint.channel: app}
        - {customer.name: Ann, customer.segment: gold, touchpoint.channel: web}
        + {all: [{any: [{customer.name: Bob}, {none: [{customer.name: Bob}]}]}]}
        - {none: [{any: [{customer.name: Bob}, {none: [{customer.name: Bob}]}]}]}
        + {any: [{all: [{customer.name: Bob}, {risk: 0}]}, {all: [{customer.name: Ann}, {segment: golden}]}]}
        + {none: [{all: [{customer.name: Ann}, {customer.segment: silver}]}, {segment: poor}]}
        - {any: [{none: [{segment: golden}]}, {count: {of: contact.*, atLeast: 9, within: 9 days}}]}
        """;
}
