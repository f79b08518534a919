using CxOrchestrator.Definitions;
using CxOrchestrator.Simulation.Tests.Story;

namespace CxOrchestrator.Simulation.Tests.Backtests;

/// <summary>Documents with every kind of guardrail on.</summary>
internal static class Guarded
{
    public static Documents Documents { get; } = new(DefinitionReader.Read([new DocumentSource("guarded.yaml", Text)], setVersion: 3).Set!);

    private const string Text =
        """
        kind: journey
        id: order
        name: Order
        instance: order
        stages:
          - {id: placed, name: Placed, enter: order.placed}
          - {id: delivered, name: Delivered, enter: order.delivered}
        expectations:
          - {id: delivery, name: Delivery date missed, after: order.placed, expect: order.delivered, within: 3 days, critical: true, experience: -0.8}
        recovery: order.delivered
        experience:
          - {on: contact.call, value: -0.3}
          - {on: order.delivered, value: 0.5}
        ---
        kind: guardrails
        frequencyCaps:
          - {max: 2, per: day}
          - {max: 4, per: week, channel: email}
        quietHours: {from: "21:00", to: "08:00", fallbackZone: Europe/Lisbon}
        groups:
          - {id: one-winner}
          - {id: one-a-week, window: 7 days}
        queues:
          - {queue: care, perHour: 1000}
        globalControlGroup: 5
        ---
        kind: policy
        id: late
        name: Apologise
        category: service
        priority: 80
        on: {expectationMissed: {journey: order}}
        do:
          - message: {channel: email, text: Sorry}
          - callback: {queue: care, due: 4 hours, reason: Late}
        expiresAfter: 3 days
        ---
        kind: policy
        id: voucher
        name: Voucher
        category: promotion
        priority: 60
        on: {lowPointOpened: {}}
        do:
          - offer: {channel: email, offer: voucher, amount: 5, currency: EUR, validFor: 30 days, text: Yours}
        cooldown: 2 days
        group: one-a-week
        budget: {perDay: 100000, currency: EUR}
        controlGroup: 20
        ---
        kind: policy
        id: thanks
        name: Thanks
        category: service
        on: {touchpoint: order.delivered}
        do:
          - message: {channel: sms, text: Thank you}
        cooldown: 12 hours
        group: one-winner
        rollout: 60
        ---
        kind: policy
        id: thanks-too
        name: Thanks again
        category: promotion
        priority: 40
        on: {touchpoint: order.delivered}
        do:
          - message: {channel: email, text: Come again}
        group: one-winner
        ---
        kind: policy
        id: quiet
        name: No word
        category: promotion
        on: {absence: {of: note, after: order.placed, within: 30 hours, same: order}}
        do:
          - message: {channel: email, text: How is it}
        group: one-a-week
        ---
        kind: segment
        id: unheard
        name: Unheard for days
        when: {customer.silentDays: {atLeast: 2}, customer.touchpoints: {atLeast: 3}}
        ---
        kind: policy
        id: weekly
        name: Ask how it is
        category: promotion
        priority: 30
        on: {schedule: {segment: unheard, at: "10:00", weekdays: [monday, thursday], timeZone: Europe/Lisbon}}
        when: {mood: {atLeast: -0.5}}
        do:
          - message: {channel: email, text: How are you}
        cooldown: 5 days
        group: one-a-week
        """;
}
