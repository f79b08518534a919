using System.Text;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Tests.Touchpoints;

public sealed class TouchpointJsonTests
{
    private const string Head = """{"id":"1","type":"order.placed","customer":"c","at":"2025-11-14T08:30:00Z" """;

    private static TouchpointReading Read(string json) => TouchpointJson.Read(Encoding.UTF8.GetBytes(json));

    private static Touchpoint Good(string json)
    {
        var reading = Read(json);
        Assert.Empty(reading.Errors);
        return reading.Touchpoint!;
    }

    [Fact]
    public void Read_EveryField_IsRead()
    {
        var touchpoint = Good("""
            {"id":"t-1","type":"order.placed","customer":"c-1","at":"2025-11-14T09:30:00.1239+01:00","source":"shop","channel":"web",
             "attributes":{"order":"4711","express":true,"items":3,"skus":["a","b"],"address":{"city":"Lisbon","geo":{"lat":38.7}},"coupon":null},
             "feedback":{"nps":9,"csat":5,"ces":7,"text":"good","lang":"en"},"value":{"amount":49.90,"currency":"EUR"}}
            """);
        Assert.Equal(new TouchpointIdentity("shop", "t-1"), touchpoint.Identity);
        Assert.Equal("order.placed", touchpoint.Type);
        Assert.Equal("c-1", touchpoint.Customer.Value);
        Assert.True(new DateTimeOffset(2025, 11, 14, 9, 30, 0, 123, TimeSpan.FromHours(1)).EqualsExact(touchpoint.At));
        Assert.Equal("web", touchpoint.Channel);
        Assert.Equal(7, touchpoint.Attributes.Count);
        Assert.Equal(Scalar.Of("4711"), touchpoint.Attributes["order"]);
        Assert.Equal(Scalar.Of(true), touchpoint.Attributes["express"]);
        Assert.Equal(Scalar.Of(3), touchpoint.Attributes["items"]);
        Assert.Equal(Scalar.Of([Scalar.Of("a"), Scalar.Of("b")]), touchpoint.Attributes["skus"]);
        Assert.Equal(Scalar.Of("Lisbon"), touchpoint.Attributes["address.city"]);
        Assert.Equal(Scalar.Of(38.7), touchpoint.Attributes["address.geo.lat"]);
        Assert.Contains(touchpoint.Attributes.Values, a => a.Name == "coupon" && a.Value.Kind == ScalarKind.None);
        Assert.Equal(new Feedback { Nps = 9, Csat = 5, Ces = 7, Text = "good", Lang = "en" }, touchpoint.Feedback);
        Assert.Equal(new Money { Amount = 49.90m, Currency = "EUR" }, touchpoint.Value);
    }

    [Fact]
    public void Read_NoSource_IsDefault() => Assert.Equal("default", Good(Head + "}").Identity.Source);

    [Fact]
    public void Read_UnknownFields_AreKeptAsAttributesAndTold()
    {
        var reading = Read(Head + ""","tier":"gold","shop":{"city":"Porto"},"feedback":{"stars":4},"attributes":{"tier":"silver"}}""");
        Assert.Empty(reading.Errors);
        Assert.Equal(["/shop", "/feedback/stars"], reading.KeptAsAttributes);
        Assert.Equal(Scalar.Of("silver"), reading.Touchpoint!.Attributes["tier"]);
        Assert.Equal(Scalar.Of("Porto"), reading.Touchpoint.Attributes["shop.city"]);
        Assert.Equal(Scalar.Of(4), reading.Touchpoint.Attributes["feedback.stars"]);
    }

    [Fact]
    public void Read_ListOfObjects_StaysItsJson() =>
        Assert.Equal(Scalar.Of("""[{"sku":"a"}, 1]"""), Good(Head + ""","attributes":{"lines":[{"sku":"a"}, 1]}}""").Attributes["lines"]);

    [Theory]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("9007199254740993", "9007199254740993")]
    public void Read_WholeNumberTooLongForADouble_StaysItsDigits(string number, string text) =>
        Assert.Equal(Scalar.Of(text), Good(Head + ",\"attributes\":{\"order\":" + number + "}}").Attributes["order"]);

    [Theory]
    [InlineData("2025-11-14T08:30:00Z")]
    [InlineData("2025-11-14t08:30:00z")]
    [InlineData("2025-11-14 08:30:00.5+00:00")]
    [InlineData("2025-11-14T08:30:00.123456789-11:30")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("2024-02-29T00:00:00\\u002B14:00")]
    [InlineData("2999-12-31T23:59:59Z")]
    public void Read_Time_IsTaken(string at) => Good($$"""{"id":"1","type":"t","customer":"c","at":"{{at}}"}""");

    [Theory]
    [InlineData("2025-11-14T08:30:00", "RFC 3339")]
    [InlineData("2025-11-14", "RFC 3339")]
    [InlineData("2025-02-29T08:30:00Z", "calendar")]
    [InlineData("2025-11-14T25:30:00Z", "calendar")]
    [InlineData("2025-11-14T08:30:00+15:00", "calendar")]
    [InlineData("2025-11-14T08:30:00.Z", "RFC 3339")]
    [InlineData("0001-01-01T00:00:00Z", "1970")]
    [InlineData("0001-01-01T00:00:00+14:00", "years 1 to 9999")]
    [InlineData("1969-12-31T23:59:59Z", "1970")]
    [InlineData("9999-12-31T23:59:59Z", "2999")]
    [InlineData("9999-12-31T23:59:60Z", "years 1 to 9999")]
    [InlineData("yesterday", "RFC 3339")]
    [InlineData("", "RFC 3339")]
    public void Read_TimeThatCannotBe_IsRefusedAtItsPointer(string at, string said)
    {
        var error = Assert.Single(Read($$"""{"id":"1","type":"t","customer":"c","at":"{{at}}"}""").Errors);
        Assert.Equal("/at", error.Pointer);
        Assert.Contains(said, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""","feedback":{"nps":11}}""", "/feedback/nps")]
    [InlineData(""","feedback":{"nps":-1}}""", "/feedback/nps")]
    [InlineData(""","feedback":{"nps":"9"}}""", "/feedback/nps")]
    [InlineData(""","feedback":{"csat":0}}""", "/feedback/csat")]
    [InlineData(""","feedback":{"ces":7.5}}""", "/feedback/ces")]
    [InlineData(""","feedback":{"ces":1,"ces":2}}""", "/feedback/ces")]
    [InlineData(""","feedback":{"text":1}}""", "/feedback/text")]
    [InlineData(""","feedback":[]}""", "/feedback")]
    [InlineData(""","value":{"amount":"9","currency":"EUR"}}""", "/value/amount")]
    [InlineData(""","value":{"amount":1e99,"currency":"EUR"}}""", "/value/amount")]
    [InlineData(""","value":{"amount":9}}""", "/value/currency")]
    [InlineData(""","value":{"amount":9,"currency":"euro"}}""", "/value/currency")]
    [InlineData(""","id":"2"}""", "/id")]
    [InlineData(""","attributes":{"a":1,"a":2}}""", "/attributes/a")]
    [InlineData(""","attributes":{"a":{"b":1},"a.b":2}}""", "/attributes/a.b")]
    [InlineData(""","attributes":{"a":{"":1}}}""", null)]
    [InlineData(""","attributes":{"":1}}""", "/attributes/")]
    [InlineData(""","attributes":{"x":1e999}}""", "/attributes/x")]
    [InlineData(""","attributes":{"a/b~c":"\uD800"}}""", "/attributes/a~1b~0c")]
    [InlineData(""","attributes":[1]}""", "/attributes")]
    [InlineData(""","source":"a\u0000b"}""", "/source")]
    [InlineData(""","channel":7}""", "/channel")]
    public void Read_WrongField_IsToldAtItsPointer(string rest, string? place)
    {
        var reading = Read(Head + rest);
        if (place is null)
        {
            Assert.Empty(reading.Errors);
            return;
        }

        Assert.Equal(place, Assert.Single(reading.Errors).Pointer);
        Assert.Null(reading.Touchpoint);
    }

    [Fact]
    public void Read_ManyErrors_AreAllTold()
    {
        var reading = Read("""{"id":"","customer":5,"at":"x","feedback":{"nps":12,"csat":9},"value":{"currency":"eur"}}""");
        Assert.Equal(
            ["/id", "/customer", "/at", "/feedback/nps", "/feedback/csat", "/value/currency", "/value/amount", "/type"],
            reading.Errors.Select(e => e.Pointer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"id":"1" "type":"t"}""")]
    [InlineData("""{"id":"1"} x""")]
    public void Read_NoObject_HasOneError(string json) => Assert.Single(Read(json).Errors);

    [Fact]
    public void Read_BytesThatAreNoUtf8_AreRefused() =>
        Assert.Contains("UTF-8", Assert.Single(TouchpointJson.Read([0x7b, 0x22, 0xff, 0x22, 0x7d]).Errors).Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData(10_000, "{\"a\":", "}")]
    [InlineData(17, "{\"a\":", "}")]
    [InlineData(17, "[", "]")]
    [InlineData(10_000, "[", "]")]
    public void Read_NestedTooDeep_IsRefused(int depth, string open, string close)
    {
        var json = Head + ",\"x\":" + string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth)) + "}";
        Assert.Contains("deep", Assert.Single(Read(json).Errors).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Bounds_AreToldWhereTheyBreak()
    {
        var attributes = string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"a{i}\":{i}"));
        Assert.Equal("/attributes", Assert.Single(Read(Head + $",\"attributes\":{{{attributes}}}}}").Errors).Pointer);
        Assert.Equal("/attributes/t", Assert.Single(Read(Head + $",\"attributes\":{{\"t\":\"{new string('x', 10_001)}\"}}}}").Errors).Pointer);
        Assert.Equal("/feedback/text", Assert.Single(Read(Head + $",\"feedback\":{{\"text\":\"{new string('x', 10_001)}\"}}}}").Errors).Pointer);
        Assert.Equal("", Assert.Single(Read(Head + $",\"x\":\"{new string('x', TouchpointJson.BytesMax)}\"}}").Errors).Pointer);
        var longName = new string('n', 201);
        Assert.Equal("/attributes/" + longName, Assert.Single(Read(Head + $",\"attributes\":{{\"{longName}\":1}}}}").Errors).Pointer);
    }

    [Theory]
    [InlineData("""{"timeZone":"Europe/Lisbon","consent":{"email":true,"phone":false},"lifetimeValue":1200.5,"currency":"EUR","name":"Ann"}""", null)]
    [InlineData("""{"timeZone":null,"consent.email":null,"name":null,"lifetimeValue":null}""", null)]
    [InlineData("""{"timeZone":"Lisbon"}""", "/attributes/timeZone")]
    [InlineData("""{"timeZone":"W. Europe Standard Time"}""", "/attributes/timeZone")]
    [InlineData("""{"consent":{"email":"yes"}}""", "/attributes/consent/email")]
    [InlineData("""{"consent.email":1}""", "/attributes/consent.email")]
    [InlineData("""{"consent":true}""", "/attributes/consent")]
    [InlineData("""{"lifetimeValue":"1200"}""", "/attributes/lifetimeValue")]
    [InlineData("""{"currency":"Euro"}""", "/attributes/currency")]
    [InlineData("""{"name":5}""", "/attributes/name")]
    public void Read_CustomerUpdated_ChecksWhatItSays(string attributes, string? place)
    {
        var reading = Read($$"""{"id":"1","customer":"c","at":"2025-11-14T08:30:00Z","attributes":{{attributes}},"type":"customer.updated"}""");
        Assert.Equal(place, reading.Errors.SingleOrDefault()?.Pointer);
    }

    [Fact]
    public void CheckTime_MoreThanTenMinutesAhead_IsRefused()
    {
        var touchpoint = Good(Head + "}");
        Assert.Null(TouchpointJson.CheckTime(touchpoint, touchpoint.At - TimeSpan.FromMinutes(10)));
        Assert.Equal("/at", TouchpointJson.CheckTime(touchpoint, touchpoint.At - TimeSpan.FromMinutes(10.1))!.Pointer);
    }
}
