using System.Globalization;
using System.Text;

namespace CxOrchestrator.EndToEnd.Crash;

/// <summary>Touchpoints of a small shop, and what they must come to: its own few lines, sharing nothing with the product's core.</summary>
internal sealed class Shop
{
    private static readonly string[] Stages = ["order.placed", "payment.approved", "order.shipped", "order.delivered"];

    private static readonly string[] StageNames = ["placed", "paid", "shipped", "delivered"];

    public static string Definitions => """
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
        do:
          - message: {channel: email, text: "Try again, {customer.id}"}
          - webhook: {url: "http://127.0.0.1:9/none", data: {order: "{journey.correlation}"}}
        """;

    /// <summary>One line each, in the order they are sent; every twentieth is a repeat of an earlier one.</summary>
    public List<Sent> Lines { get; } = [];

    public sealed record Sent(string Customer, string Id, string Type, string Order, string Json);

    public sealed record Expected(int Touchpoints, Dictionary<string, string> Stages, int Failures);

    public static Shop Make(int seed, int count, int customers)
    {
        var dice = new Random(seed);
        var shop = new Shop();
        var start = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && dice.Next(20) == 0)
            {
                shop.Lines.Add(shop.Lines[dice.Next(Math.Max(0, i - 500), i)]);
                continue;
            }

            var customer = $"customer-{dice.Next(customers)}";
            var order = $"{customer}-{dice.Next(3)}";
            var type = dice.Next(10) == 0 ? "payment.failed" : Stages[dice.Next(Stages.Length)];
            var id = $"t{i}";
            var at = start.AddSeconds(i).ToString("O", CultureInfo.InvariantCulture);
            shop.Lines.Add(new Sent(customer, id, type, order, $$$"""{"id":"{{{id}}}","type":"{{{type}}}","customer":"{{{customer}}}","at":"{{{at}}}","source":"crash","attributes":{"order":"{{{order}}}"}}"""));
        }

        return shop;
    }

    /// <summary>What each customer must look like once these lines are applied, each identity once, in their order.</summary>
    public static Dictionary<string, Expected> Fold(IEnumerable<Sent> lines)
    {
        var customers = new Dictionary<string, Expected>();
        var seen = new HashSet<string>();
        foreach (var line in lines)
        {
            if (!seen.Add(line.Id))
            {
                continue;
            }

            var had = customers.GetValueOrDefault(line.Customer) ?? new Expected(0, [], 0);
            var stage = Array.IndexOf(Stages, line.Type);
            if (stage >= 0)
            {
                var before = Array.IndexOf(StageNames, had.Stages.GetValueOrDefault(line.Order));
                had.Stages[line.Order] = StageNames[Math.Max(before, stage)];
            }

            customers[line.Customer] = had with { Touchpoints = had.Touchpoints + 1, Failures = had.Failures + (stage < 0 ? 1 : 0) };
        }

        return customers;
    }

    public static string Body(IEnumerable<Sent> lines)
    {
        var body = new StringBuilder("[");
        body.AppendJoin(',', lines.Select(l => l.Json));
        return body.Append(']').ToString();
    }
}
