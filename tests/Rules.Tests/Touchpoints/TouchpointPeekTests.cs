using System.Text;
using System.Text.Json;
using CsCheck;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Tests.Touchpoints;

public class TouchpointPeekTests
{
    [Theory]
    [InlineData("""{"id":"1","type":"order.placed","customer":"ann","at":"2026-01-02T03:04:05Z"}""")]
    [InlineData("""{"at":"2026-01-02T04:04:05+01:00","attributes":{"customer":"bob","at":"2020-01-01T00:00:00Z"},"customer":"ann"}""")]
    [InlineData(""" {"customer":"ann","list":[{"customer":1}],"at":"2026-01-02T03:04:05.000Z"} """)]
    public void TryPeek_WhoAndWhen_AreTheObjectsOwn(string json)
    {
        Assert.True(TouchpointJson.TryPeek(Encoding.UTF8.GetBytes(json), out var customer, out var at));
        Assert.Equal(("ann", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), (Encoding.UTF8.GetString(customer), at));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"customer":"ann"}""")]
    [InlineData("""{"at":"2026-01-02T03:04:05Z"}""")]
    [InlineData("""{"customer":"","at":"2026-01-02T03:04:05Z"}""")]
    [InlineData("""{"customer":7,"at":"2026-01-02T03:04:05Z"}""")]
    [InlineData("""{"customer":"ann","at":"yesterday"}""")]
    [InlineData("""{"customer":"ann","at":"0001-01-02T03:04:05Z"}""")]
    [InlineData("""{"customer":"ann","at":"9999-01-02T03:04:05Z"}""")]
    [InlineData("""{"customer":"\u0061nn","at":"2026-01-02T03:04:05Z"}""")]
    [InlineData("""{"customer":"ann","at":"2026-01-02T03:04:05Z"} x""")]
    [InlineData("""{"customer":"ann","at":"2026-01-02T03:04:05Z" """)]
    public void TryPeek_NotSurelyGood_AsksForACloserLook(string json) =>
        Assert.False(TouchpointJson.TryPeek(Encoding.UTF8.GetBytes(json), out _, out _));

    [Fact]
    public void TryPeek_AnyTouchpoint_SeesWhatReadSees() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.Int[0, 100_000], Gen.String[0, 20]).Sample((customer, minutes, text) =>
        {
            var at = DateTimeOffset.UnixEpoch.AddMinutes(minutes);
            var json = Encoding.UTF8.GetBytes($$$"""{"id":"1","type":"t","customer":"{{{customer}}}","at":"{{{Timestamps.Format(at)}}}","attributes":{"text":{{{JsonSerializer.Serialize(text)}}}}}""");
            var read = TouchpointJson.Read(json).Touchpoint;
            return TouchpointJson.TryPeek(json, out var who, out var when)
                && (read is null || (Encoding.UTF8.GetString(who) == read.Customer.Value && when == read.At));
        });
}
