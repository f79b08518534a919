using System.Globalization;
using System.Text;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>
/// Touchpoints of orders as they come from many customers at once: each customer places, pays, gets and reviews one order after the other,
/// and no customer comes again before every other one came. They stand at different places of it, so that every second brings the same mix.
/// The same for the same numbers, whatever the start.
/// </summary>
internal sealed class ShopStream(int customers, DateTimeOffset start)
{
    /// <summary>Coprime to the number of customers: neighbours in the stream are none in the tables.</summary>
    private const long Stride = 7_919_317;

    /// <summary>One review in this many is bad, and the policy that answers it acts.</summary>
    private const int BadReviewEvery = 20;

    private static readonly string[] Types = ["order.placed", "payment.approved", "order.shipped", "order.delivered", "review.submitted"];

    /// <summary>Journey time between two touchpoints: a shop of 20,000 a second.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMicroseconds(50);

    public int Customers => customers;

    public static IReadOnlyList<string> TouchpointTypes => Types;

    public (string Customer, byte[] Body) Touchpoint(long number)
    {
        var customer = number * Stride % customers;
        var place = (number / customers) + (customer % Types.Length);
        var at = start + (Step * number);
        var type = Types[place % Types.Length];
        var order = $"o-{customer}-{place / Types.Length}";
        var extra = type switch
        {
            "order.placed" => $$""","expectedBy":"{{at.AddDays(10):yyyy-MM-dd}}","items":2},"value":{"amount":{{20 + (customer % 90)}}.90,"currency":"EUR"}""",
            "review.submitted" => $$"""},"feedback":{"csat":{{(((customer + place) / Types.Length) % BadReviewEvery == 0 ? 1 : 3 + (customer % 3))}},"text":"It was what I ordered"}""",
            _ => "}",
        };
        var time = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return ($"c-{customer}", Encoding.UTF8.GetBytes($$"""{"id":"{{order}}:{{type}}","type":"{{type}}","customer":"c-{{customer}}","at":"{{time}}","source":"bench","channel":"web","attributes":{"order":"{{order}}","state":"SP"{{extra}}}"""));
    }
}
