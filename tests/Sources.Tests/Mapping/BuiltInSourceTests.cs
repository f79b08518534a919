using System.Globalization;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Sources.Tests.Mapping;

public sealed class BuiltInSourceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static MappedEvent Single(string kind, string payload) =>
        Assert.Single(SourceTrial.Map(BuiltInSources.All.Single(s => s.Id == kind), RecordedDelivery.Of(payload, []), RecordedDelivery.Enriched(payload), [], kind, Now, out _)!.Value);

    private static string Text(AttributeSet attributes, string name) => attributes[name].ToString();

    [Fact]
    public void BuiltIn_Documents_AreReadAndHaveNamesOfTheirOwn()
    {
        Assert.True(BuiltInSources.All.Length > 25);
        Assert.Equal(BuiltInSources.All.Length, BuiltInSources.All.Select(s => s.Name).Distinct().Count());
        Assert.All(BuiltInSources.All, s => Assert.NotEmpty(s.Webhook!.Ways));
    }

    private const string Completed = """{"event_type":"response_completed","event_id":"e-1","event_datetime":"2026-11-30T11:59:00Z","object_type":"response","object_id":"77","resources":{"survey_id":"3","recipient_id":"22"}}""";

    [Fact]
    public void SurveyMonkey_WithItsAnswersPasted_IsEnriched()
    {
        var mapped = Single("surveymonkey", $$$"""
            {"headers": {}, "body": {{{Completed}}}, "enriched": {"id":"77","date_modified":"2026-11-30T11:58:00+00:00","pages":[{"questions":[{"answers":[{"choice_metadata":{"weight":9}},{"text":"Fine"}]}]}]}}
            """);

        var touchpoint = Assert.Single(mapped.Touchpoints);
        Assert.Equal(("response-77", 9, "Fine"), (touchpoint.Touchpoint.Identity.Id, touchpoint.Touchpoint.Feedback!.Nps, touchpoint.Touchpoint.Feedback.Text));
        Assert.Empty(touchpoint.Notes);
        Assert.Null(mapped.Lacks);
    }

    [Fact]
    public void SurveyMonkey_WithoutItsAnswers_SaysThatTheyAreNotFetched()
    {
        var mapped = Single("surveymonkey", Completed);

        Assert.Equal([new("survey", "3"), new("response", "77")], mapped.Lacks!.Value);
        Assert.Contains("Not enriched: a trial calls no other system. Paste its answer under enriched, beside headers and body.", Assert.Single(mapped.Touchpoints).Notes);
    }

    [Fact]
    public void Document_OfTheSources_ListsEach()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "docs", "sources.md")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var listed = File.ReadAllLines(Path.Combine(folder, "docs", "sources.md"))
            .SkipWhile(l => l != "## Built-in sources").TakeWhile(l => l != "## Bounds").Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]);
        Assert.Equal(BuiltInSources.All.Select(s => s.Id).Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void Shopify_Order_IsPlacedByItsCustomer()
    {
        var read = Single("shopify", Payload.Read("shopify/orders.create"));

        var touchpoint = Assert.Single(read.Touchpoints).Touchpoint;
        Assert.Equal(("64f9a71e-c088-4152-aa47-88251b634a99", "order.placed", "web"), (touchpoint.Identity.Id, touchpoint.Type, touchpoint.Channel));
        Assert.Equal("2023-02-21T01:50:03Z", touchpoint.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Assert.Equal(("820982911946154500", "#9999"), (Text(touchpoint.Attributes, "order"), Text(touchpoint.Attributes, "orderNumber")));
        Assert.Equal((31.99m, "CAD"), (touchpoint.Value!.Amount, touchpoint.Value.Currency));
        using var body = JsonDocument.Parse(Assert.Single(read.Touchpoints).Body);
        Assert.Equal(("115310627314723950", "jon@example.com"), (body.RootElement.GetProperty("identities").GetProperty("shopify").GetString(), body.RootElement.GetProperty("identities").GetProperty("email").GetString()));
    }

    [Theory]
    [InlineData("shopify/orders.cancelled", "order.cancelled")]
    [InlineData("shopify/fulfillments.update", "order.shipmentUpdated")]
    [InlineData("shopify/refunds.create", "refund.issued")]
    [InlineData("shopify/customers.update", "customer.updated")]
    [InlineData("shopify/checkouts.create", "checkout.started")]
    [InlineData("stripe/customer.updated", "customer.updated")]
    [InlineData("stripe/checkout.session.completed", "checkout.completed")]
    [InlineData("stripe/invoice.paid", "invoice.paid")]
    [InlineData("hubspot/CONTACT", "customer.updated")]
    public void Recorded_Delivery_BecomesATouchpoint(string payload, string type)
    {
        var read = Single(payload.Split('/')[0], Payload.Read(payload));

        Assert.Equal((EventOutcome.Mapped, type), (read.Outcome, Assert.Single(read.Touchpoints).Touchpoint.Type));
        Assert.Empty(Assert.Single(read.Touchpoints).Notes);
    }

    [Theory]
    [InlineData("shopify/products.update", EventOutcome.Unmapped, "names no customer")]
    [InlineData("stripe/payment_link.created", EventOutcome.Dropped, "drops it")]
    [InlineData("woocommerce/coupon.created", EventOutcome.Dropped, "drops it")]
    [InlineData("woocommerce/product.updated", EventOutcome.Dropped, "drops it")]
    public void Recorded_DeliveryAboutNobody_SaysWhyThereIsNone(string payload, EventOutcome outcome, string reason)
    {
        var read = Single(payload.Split('/')[0], Payload.Read(payload));

        Assert.Equal(outcome, read.Outcome);
        Assert.Contains(reason, read.Reason, StringComparison.Ordinal);
        Assert.Empty(read.Touchpoints);
    }

    [Fact]
    public void Map_TheSameDelivery_GivesTheSameTouchpoints()
    {
        foreach (var payload in (string[])["shopify/orders.create", "hubspot/CONTACT", "stripe/invoice.paid"])
        {
            var first = Single(payload.Split('/')[0], Payload.Read(payload)).Touchpoints.Single();
            var again = Single(payload.Split('/')[0], Payload.Read(payload)).Touchpoints.Single();

            Assert.Equal(Encoding.UTF8.GetString(first.Body.Span), Encoding.UTF8.GetString(again.Body.Span));
        }
    }
}
