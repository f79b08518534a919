using System.Globalization;
using CxOrchestrator.Definitions;
using CxOrchestrator.Learn.Suggesting;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Learn.Tests;

/// <summary>Customers with an order each, whose reviews follow from when it was shipped.</summary>
internal static class Orders
{
    public const string Journey =
        """
        # A comment that stays.
        kind: journey
        id: order
        name: Order
        instance: order
        stages:
          - {id: placed, enter: order.placed}
          - {id: shipped, enter: order.shipped}
          - {id: delivered, enter: order.delivered}
          - {id: reviewed, enter: review.submitted, end: true}
        expectations:
          - id: shipping # policies name it
            name: Not shipped after 18 days
            after: order.placed
            expect: [order.shipped, order.delivered]
            within: 18 days
            experience: -0.6
            critical: true

        """;

    public static TouchpointMatch Bad { get; } = OutcomeText.Parse("review.submitted where csat atMost 2", out _)!;

    public static DefinitionSet Set(string journey = Journey)
    {
        var read = DefinitionReader.Read([new DocumentSource("order.yaml", journey)]);
        Assert.Empty(read.Errors);
        return read.Set!;
    }

    /// <summary>Orders of as many customers: shipped at a random share of the time to the promise; what is shipped beyond <paramref name="share"/> is reviewed badly.</summary>
    /// <param name="count">Customers.</param>
    /// <param name="seed">Of everything random.</param>
    /// <param name="share">0 to 1; null: reviews follow from nothing.</param>
    /// <param name="noise">Share of reviews that say the opposite.</param>
    public static IEnumerable<List<Touchpoint>> Make(int count, int seed, double? share, double noise = 0.05)
    {
        var dice = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var placed = Testing.Make.Start.AddHours(number);
            var promised = placed.AddDays(dice.Next(8, 30));
            var shippedShare = dice.NextDouble() * 1.2;
            var shipped = placed + ((promised - placed) * shippedShare);
            var delivered = shipped.AddDays(1 + (dice.NextDouble() * 2));
            var reviewed = (delivered > promised ? delivered : promised).AddDays(1 + dice.NextDouble());
            var bad = share is { } s ? (shippedShare > s) != (dice.NextDouble() < noise) : dice.NextDouble() < 0.4;
            yield return
            [
                Of(number, "order.placed", placed, promised), Of(number, "order.shipped", shipped), Of(number, "order.delivered", delivered),
                Of(number, "review.submitted", reviewed, csat: bad ? 1 : 5),
            ];
        }
    }

    public static RunReading Read(IEnumerable<List<Touchpoint>> customers)
    {
        var reading = new RunReading(Set().Journeys[0], Bad);
        foreach (var touchpoints in customers)
        {
            reading.Add(touchpoints);
        }

        return reading;
    }

    private static Touchpoint Of(int number, string type, DateTimeOffset at, DateTimeOffset? promised = null, int? csat = null)
    {
        List<NamedValue> attributes = [new("order", Scalar.Of($"o-{number}"))];
        if (promised is { } time)
        {
            attributes.Add(new("promised", Scalar.Of(time.ToString("O", CultureInfo.InvariantCulture))));
        }

        return new Touchpoint
        {
            Identity = new TouchpointIdentity("shop", $"{number}:{type}"),
            Type = type,
            Customer = new CustomerId($"c-{number}"),
            At = at,
            Channel = "web",
            Attributes = AttributeSet.Of(attributes),
            Feedback = csat is { } score ? new Feedback { Csat = score } : null,
        };
    }
}
