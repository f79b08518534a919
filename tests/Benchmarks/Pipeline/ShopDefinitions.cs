using System.Globalization;
using System.Text;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>The documents that the pipeline runs under: an order journey and policies.</summary>
internal static class ShopDefinitions
{
    private const string Journey =
        """
        kind: journey
        id: order
        name: Order
        timeZone: UTC
        instance: order
        stages:
          - {id: placed, name: Placed, enter: order.placed}
          - {id: paid, name: Paid, enter: payment.approved}
          - {id: shipped, name: Shipped, enter: order.shipped}
          - {id: delivered, name: Delivered, enter: order.delivered, goal: true}
          - {id: reviewed, name: Reviewed, enter: review.submitted, end: true}
        expectations:
          - {id: delivery, name: Delivery date missed, after: order.placed, expect: order.delivered, by: expectedBy, experience: -0.8, critical: true}
        experience:
          - {on: order.placed, value: 0.2}
          - {on: order.shipped, value: 0.2}
          - {on: order.delivered, value: 0.5}
        """;

    private const string BadReview =
        """
        kind: policy
        id: bad-review
        name: Apologise after a bad review
        on: {touchpoint: {type: review.submitted, where: {csat: {atMost: 2}}}}
        do:
          - message: {channel: email, subject: We are sorry, text: "Hello {customer.name|there}, we are sorry about order {touchpoint.order}."}
        """;

    /// <summary>Conditions as marketers write them; none holds for this shop, so that each is looked at to its end.</summary>
    private static readonly string[] Conditions =
    [
        "mood: {below: -0.5}\n  customer.tier: gold",
        "risk: {atLeast: 90}",
        "customer.lifetimeValue: {above: 1000}\n  lowPoint.open: true",
        "stage.order: {in: [paid, shipped]}\n  touchpoint.amount: {above: 5000}",
        "customer.language: {in: [de, fr, pt]}\n  any:\n    - pressure: {above: 0.8}\n    - touchpoint.state: RJ",
    ];

    /// <summary>Policies that are each evaluated for every touchpoint of the shop, the one that answers bad reviews among them.</summary>
    public static string WithEveryPolicyEvaluated(int policies)
    {
        var triggers = string.Join(", ", ShopStream.TouchpointTypes.Select(t => $"{{touchpoint: {t}}}"));
        return Documents(policies, _ => $"[{triggers}]");
    }

    /// <summary>Policies of a company that knows a hundred types of touchpoints, spread evenly over them; the shop sends five.</summary>
    public static string SpreadOverTypes(int policies)
    {
        const int types = 100;
        return Documents(policies, n => n % types is var type && type < ShopStream.TouchpointTypes.Count
            ? $"{{touchpoint: {ShopStream.TouchpointTypes[type]}}}"
            : $"{{touchpoint: company.type{type}}}");
    }

    private static string Documents(int policies, Func<int, string> trigger)
    {
        var documents = new StringBuilder(Journey).Append("\n---\n").Append(BadReview);
        for (var n = 0; n < policies - 1; n++)
        {
            documents.Append(CultureInfo.InvariantCulture, $"\n---\nkind: policy\nid: policy-{n}\nname: Policy {n}\non: {trigger(n)}\nwhen:\n  {Conditions[n % Conditions.Length]}\ndo:\n  - message: {{channel: email, text: Hello}}\ncooldown: 7 days");
        }

        return documents.Append('\n').ToString();
    }
}
