using System.Globalization;
using System.Text;

namespace CxOrchestrator.Benchmarks;

/// <summary>A plain stream of orders: each customer places, pays, gets and reviews one after the other. The same on every run.</summary>
internal static class Stream
{
    private static readonly string[] Types = ["order.placed", "payment.approved", "order.shipped", "order.delivered", "review.submitted"];

    /// <param name="customers">How many there are; each appears once a round.</param>
    /// <param name="rounds">Touchpoints of each customer.</param>
    /// <param name="start">Time of the first; default: the start of 2026.</param>
    public static IEnumerable<byte[]> Lines(int customers, int rounds, DateTimeOffset? start = null)
    {
        var at = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var round = 0; round < rounds; round++)
        {
            for (var customer = 0; customer < customers; customer++)
            {
                at = at.AddMilliseconds(25);
                var type = Types[round % Types.Length];
                var order = $"o-{customer}-{round / Types.Length}";
                var time = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                var extra = type switch
                {
                    "order.placed" => $$""","expectedBy":"{{at.AddDays(10):yyyy-MM-dd}}","items":2},"value":{"amount":49.90,"currency":"EUR"}""",
                    "review.submitted" => $$"""},"feedback":{"csat":{{(customer % 5) + 1}},"text":"It was what I ordered"}""",
                    _ => "}",
                };
                yield return Encoding.UTF8.GetBytes($$"""{"id":"{{order}}:{{type}}","type":"{{type}}","customer":"c-{{customer}}","at":"{{time}}","source":"bench","channel":"web","attributes":{"order":"{{order}}","state":"SP"{{extra}}}""");
            }
        }
    }
}
