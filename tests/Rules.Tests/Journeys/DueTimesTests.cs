using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Rules.Tests.Journeys;

public class DueTimesTests
{
    // Havana puts the clock back from 01:00 to 00:00, and Beirut used to put it on from 00:00 to 01:00.
    [Theory]
    [InlineData("2026-10-31", "America/Havana", "2026-11-01T04:00:00Z")]
    [InlineData("2026-11-01", "America/Havana", "2026-11-02T05:00:00Z")]
    [InlineData("2021-03-27", "Asia/Beirut", "2021-03-27T22:00:00Z")]
    [InlineData("2026-07-10", "Europe/Berlin", "2026-07-10T22:00:00Z")]
    public void Parse_ABareDate_EndsWithTheFirstMidnight(string date, string zone, string end) => Assert.Equal(
        DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture), DueTimes.Parse(date, TimeZoneInfo.FindSystemTimeZoneById(zone)));
}
