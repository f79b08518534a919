using System.Globalization;

namespace CxOrchestrator.EndToEnd.Faults.Traffic;

/// <summary>Touchpoints of a small shop out of a seed, and the documents that make something of them.</summary>
internal static class ShopTraffic
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(100);

    private static readonly string[] Types = ["order.placed", "payment.approved", "order.shipped", "order.delivered"];

    /// <param name="sink">Where webhooks go.</param>
    /// <param name="thanks">With a further policy, for what is delivered.</param>
    public static string Documents(string sink, bool thanks = false) => $$$"""
        kind: journey
        id: order
        name: Order
        instance: order
        stages:
          - {id: placed, name: Placed, enter: order.placed}
          - {id: paid, name: Paid, enter: payment.approved, start: true}
          - {id: shipped, name: Shipped, enter: order.shipped, start: true}
          - {id: delivered, name: Delivered, enter: order.delivered, start: true, goal: true}
        experience:
          - {on: payment.failed, value: -0.6}
        ---
        kind: policy
        id: failed-payment
        name: Help with a failed payment
        on: {touchpoint: payment.failed}
        expiresAfter: 20 days
        do:
          - message: {channel: email, text: "Try again, {customer.id}"}
          - webhook: {url: "{{{sink}}}", data: {order: "{journey.correlation}"}}
        """ + (thanks ? $$$"""

        ---
        kind: policy
        id: thank-you
        name: Thank for an order
        on: {touchpoint: order.delivered}
        expiresAfter: 20 days
        do:
          - webhook: {url: "{{{sink}}}", data: {order: "{journey.correlation}"}}
        """ : "");

    /// <param name="plan">How much, of whom, in what order.</param>
    /// <param name="run">Source of the touchpoints, and how its customers' ids begin.</param>
    /// <param name="seed">The same seed gives the same story.</param>
    /// <param name="now">The true time.</param>
    public static List<Line> Make(TrafficPlan plan, string run, int seed, DateTimeOffset now)
    {
        var dice = new Random(seed);
        var lines = new List<Line>(plan.Count);
        var begin = now + plan.Ends - Lasts;
        for (var i = 0; i < plan.Count; i++)
        {
            if (i > 0 && dice.NextDouble() < plan.Repeats)
            {
                lines.Add(lines[dice.Next(Math.Max(0, i - plan.RepeatsReach), i)]);
                continue;
            }

            var number = dice.NextDouble() < plan.Hot ? 0 : plan.Count < plan.Customers * 2 ? i % plan.Customers : dice.Next(plan.Customers);
            var customer = $"{run}-c{number}";
            var order = $"{customer}-{dice.Next(3)}";
            var type = dice.Next(10) == 0 ? "payment.failed" : Types[dice.Next(Types.Length)];
            var at = begin + (Lasts * i / plan.Count);
            at -= dice.NextDouble() < plan.OutOfOrder ? TimeSpan.FromMinutes(dice.Next(60)) : TimeSpan.Zero;
            at -= plan.Late > 0 && i % (plan.Count / plan.Late) == 7 ? TimeSpan.FromDays(2) : TimeSpan.Zero;
            lines.Add(new Line(customer, $"t{i}", type, order, Json(run, i, type, customer, order, at)));
        }

        return lines;
    }

    private static string Json(string run, int number, string type, string customer, string order, DateTimeOffset at) =>
        $$$"""{"id":"t{{{number}}}","type":"{{{type}}}","customer":"{{{customer}}}","at":"{{{at.ToString("O", CultureInfo.InvariantCulture)}}}","source":"{{{run}}}","attributes":{"order":"{{{order}}}"}}""";
}
