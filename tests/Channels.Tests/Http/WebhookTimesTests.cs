using CxOrchestrator.Channels.Http;

namespace CxOrchestrator.Channels.Tests.Http;

public sealed class WebhookTimesTests
{
    [Theory]
    [InlineData("1780000000", "2026-05-28T20:26:40Z")]
    [InlineData("1780000000.5", "2026-05-28T20:26:40.5Z")]
    [InlineData("1780000000500", "2026-05-28T20:26:40.5Z")]
    [InlineData("2026-11-30T07:59:00.000+0000", "2026-11-30T07:59:00Z")]
    [InlineData("2026-11-30T08:59:00+01:00", "2026-11-30T07:59:00Z")]
    [InlineData("2026-11-30 07:59:00", "2026-11-30T07:59:00Z")]
    [InlineData("Mon, 30 Nov 2026 07:59:00 +0000", "2026-11-30T07:59:00Z")]
    public void Of_TimesOfProviders_AreRead(string text, string expected) => Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), WebhookTimes.Of(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("999999999999999999999999")]
    public void Of_AnythingElse_IsNone(string? text) => Assert.Null(WebhookTimes.Of(text));
}
