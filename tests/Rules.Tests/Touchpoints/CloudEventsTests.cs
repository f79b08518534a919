using System.Text;
using CsCheck;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Tests.Touchpoints;

public sealed class CloudEventsTests
{
    private const string Event = """
        {"specversion":"1.0","id":"1","source":"/shop","type":"order.placed","subject":"c-1","time":"2025-11-14T08:30:00Z",
         "datacontenttype":"application/json; charset=utf-8","traceid":"abc",
         "data":{"channel":"web","attributes":{"order":"4711"},"feedback":{"nps":9},"value":{"amount":9,"currency":"EUR"},"tier":"gold"}}
        """;

    private static TouchpointReading Read(string json) => CloudEvents.Read(Encoding.UTF8.GetBytes(json));

    private static TouchpointReading ReadHeaders(string data, params (string Name, string Value)[] headers) =>
        CloudEvents.Read(headers.Select(h => KeyValuePair.Create(h.Name, h.Value)), Encoding.UTF8.GetBytes(data));

    [Fact]
    public void Read_Structured_IsTheTouchpointItTells()
    {
        var reading = Read(Event);
        Assert.Empty(reading.Errors);
        Assert.Equal(["/traceid", "/data/tier"], reading.KeptAsAttributes);
        Assert.Equal(
            TouchpointJson.Read("""
                {"id":"1","source":"/shop","type":"order.placed","customer":"c-1","at":"2025-11-14T08:30:00Z","channel":"web",
                 "attributes":{"order":"4711","traceid":"abc","tier":"gold"},"feedback":{"nps":9},"value":{"amount":9,"currency":"EUR"}}
                """u8).Touchpoint,
            reading.Touchpoint);
    }

    [Theory]
    [InlineData("\"1.0\"", "\"0.3\"", "/specversion")]
    [InlineData("\"specversion\":\"1.0\",", "", "/specversion")]
    [InlineData("\"subject\":\"c-1\",", "", "/subject")]
    [InlineData("\"source\":\"/shop\",", "", "/source")]
    [InlineData("\"subject\":\"c-1\"", "\"subject\":7", "/subject")]
    [InlineData("2025-11-14T08:30:00Z", "today", "/time")]
    [InlineData("\"nps\":9", "\"nps\":90", "/data/feedback/nps")]
    [InlineData("\"order\":\"4711\"", "\"order\":\"4711\",\"order\":1", "/data/attributes/order")]
    [InlineData("\"EUR\"", "\"E\"", "/data/value/currency")]
    [InlineData("application/json;", "text/xml;", "/datacontenttype")]
    [InlineData("\"data\":", "\"data_base64\":\"eA==\",\"data\":", "/data_base64")]
    [InlineData("\"traceid\":\"abc\"", "\"id\":\"2\"", "/id")]
    public void Read_StructuredWrong_PointsToTheMember(string part, string instead, string place)
    {
        var reading = Read(Event.Replace(part, instead, StringComparison.Ordinal));
        Assert.Equal(place, Assert.Single(reading.Errors).Pointer);
        Assert.Null(reading.Touchpoint);
    }

    [Fact]
    public void Read_DataThatIsNoObject_IsRefused() =>
        Assert.Equal("/data", Assert.Single(Read("""
            {"specversion":"1.0","id":"1","source":"s","type":"t","subject":"c","time":"2025-11-14T08:30:00Z","data":"x"}
            """).Errors).Pointer);

    [Fact]
    public void Read_Binary_DecodesHeaders()
    {
        var reading = ReadHeaders(
            """{"channel":"web","attributes":{"order":"4711"}}""",
            ("ce-specversion", "1.0"), ("ce-id", "caf%C3%A9%201"), ("ce-source", "/shop"), ("ce-type", "order.placed"),
            ("ce-subject", "c-1"), ("ce-time", "2025-11-14T08:30:00Z"), ("ce-region", "eu"));
        Assert.Empty(reading.Errors);
        Assert.Equal(new TouchpointIdentity("/shop", "café 1"), reading.Touchpoint!.Identity);
        Assert.Equal(Scalar.Of("4711"), reading.Touchpoint.Attributes["order"]);
        Assert.Equal(Scalar.Of("eu"), reading.Touchpoint.Attributes["region"]);
        Assert.Equal(["ce-region"], reading.KeptAsAttributes);
    }

    [Fact]
    public void Read_BinaryWithoutBody_NeedsNone() =>
        Assert.Empty(ReadHeaders("", ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "s"), ("ce-type", "t"),
            ("ce-subject", "c"), ("ce-time", "2025-11-14T08:30:00Z")).Errors);

    [Fact]
    public void Read_BinaryWrong_NamesHeadersAndPointsIntoTheBody() =>
        Assert.Equal(
            ["ce-specversion", "ce-subject", "/feedback/csat", "ce-time"],
            ReadHeaders("""{"feedback":{"csat":9}}""", ("ce-specversion", "2.0"), ("ce-id", "1"), ("ce-source", "s"), ("ce-type", "t"),
                ("ce-subject", "a%00b")).Errors.Select(e => e.Pointer));

    private static (string Name, string Value)[] With(string name, string value) =>
        [.. new[] { ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "s"), ("ce-type", "t"), ("ce-subject", "c"), ("ce-time", "2025-11-14T08:30:00Z") }
            .Where(h => h.Item1 != name).Append((name, value))];

    [Theory]
    [InlineData("ce-subject", "%")]
    [InlineData("ce-subject", "a%2")]
    [InlineData("ce-subject", "a%zz")]
    [InlineData("ce-id", "%ff")]
    [InlineData("ce-id", "%C3x")]
    [InlineData("ce-source", "%ED%A0%80")]
    [InlineData("ce-time", "2025-11-14T08:30:00%Z")]
    [InlineData("ce-note", "100%")]
    [InlineData("ce-note", "%c0%80")]
    public void Read_BinaryWithWrongPercentEncoding_IsRefusedWithItsHeaderAlone(string name, string value) =>
        Assert.Equal(name, Assert.Single(ReadHeaders("", With(name, value)).Errors).Pointer);

    [Theory]
    [InlineData("100%25", "100%")]
    [InlineData("J%C3%BCrgen%20%F0%9F%98%80", "Jürgen 😀")]
    [InlineData("a+b", "a+b")]
    public void Read_BinaryWithPercentEncoding_IsDecoded(string value, string expected) =>
        Assert.Equal(expected, ReadHeaders("", With("ce-note", value)).Touchpoint!.Attributes["note"].ToString());

    [Theory]
    [InlineData(Touchpoint.NameLengthMax, TouchpointJson.TextLengthMax, true)]
    [InlineData(Touchpoint.NameLengthMax + 1, 1, false)]
    [InlineData(1, TouchpointJson.TextLengthMax + 1, false)]
    public void Read_BinaryAttributes_HaveTheBoundsOfBodies(int name, int text, bool taken)
    {
        var reading = ReadHeaders("", With("ce-" + new string('n', name), new string('x', text)));

        Assert.Equal(taken, reading.Touchpoint is not null);
        if (reading.Touchpoint is { } touchpoint)
        {
            Assert.Equal(touchpoint, TouchpointJson.Read(TouchpointJson.Write(touchpoint)).Touchpoint);
        }
    }

    [Fact]
    public void Read_BinaryTooManyAttributes_IsRefused() => Assert.NotEmpty(
        ReadHeaders("", [.. With("ce-x", "x"), .. Enumerable.Range(0, AttributeSet.CountMax).Select(i => ($"ce-x{i}", "x"))]).Errors);

    [Fact]
    public void Read_AnyHeaders_WhatIsTakenCanBeReadAgain() =>
        Gen.Select(Gen.String[0, 300], Gen.String[0, 30]).Sample((value, name) =>
        {
            var reading = ReadHeaders("", With("ce-" + name.ToLowerInvariant(), value));
            return reading.Touchpoint is not { } touchpoint || TouchpointJson.Read(TouchpointJson.Write(touchpoint)).Touchpoint is not null;
        });
}
