using CsCheck;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Tests.Guardrails;

public class QuietHoursTests
{
    private static readonly QuietHours Night = new() { From = new(21, 0), To = new(8, 0), Spread = TimeSpan.FromMinutes(30) };

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly string[] Zones = ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "UTC"];

    private static readonly Gen<TimeZoneInfo> AnyZone = Gen.Int[0, Zones.Length - 1].Select(i => TimeZoneInfo.FindSystemTimeZoneById(Zones[i]));

    private static readonly Gen<TimeOnly> AnyTime = Gen.Int[0, (24 * 60) - 1].Select(m => TimeOnly.MinValue.AddMinutes(m));

    // All moments of 2025 to 2027, every change of the clock among them.
    private static readonly Gen<DateTimeOffset> AnyMoment = Gen.Long[0, 3L * 365 * 86_400].Select(s => new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(s));

    [Fact]
    public void PassesAt_AnyHoursZoneAndMoment_IsNeverQuietAndNotBefore() =>
        Gen.Select(AnyTime, AnyTime, AnyZone, AnyMoment, Gen.Int[1, 14_400], Gen.Int[0, 1_000]).Sample((from, to, zone, at, spread, seed) =>
        {
            var quiet = new QuietHours { From = from, To = to, Spread = TimeSpan.FromSeconds(spread) };
            if (from == to || quiet.Length + quiet.Spread > TimeSpan.FromHours(20))
            {
                return;
            }

            var passes = quiet.PassesAt(at, zone, $"a-{seed}");
            Assert.True(passes >= at);
            Assert.False(quiet.IsQuiet(passes, zone), $"{passes:O} is quiet");
            Assert.True(quiet.IsQuiet(at, zone) || passes == at);
        }, iter: 20_000);

    [Fact]
    public void PassesAt_QuietDays_IsNeverQuietAndNotBefore() =>
        Gen.Select(AnyTime, AnyTime, AnyZone, AnyMoment, Gen.Int[0, 126]).Sample((from, to, zone, at, days) =>
        {
            var quiet = new QuietHours { From = from, To = to, Spread = TimeSpan.FromMinutes(1), Days = [.. Enum.GetValues<DayOfWeek>().Where(d => (days & (1 << (int)d)) != 0)] };
            if (from == to || quiet.Length > TimeSpan.FromHours(20))
            {
                return;
            }

            var passes = quiet.PassesAt(at, zone, "a-1");
            Assert.True(passes >= at);
            Assert.False(quiet.IsQuiet(passes, zone), $"{passes:O} is quiet");
            Assert.InRange(passes - at, TimeSpan.Zero, TimeSpan.FromDays(8));
        }, iter: 20_000);

    [Theory]
    [InlineData("2026-11-28T21:30:00Z", "2026-11-30T07:00:00Z")]
    [InlineData("2026-11-29T12:00:00Z", "2026-11-30T07:00:00Z")]
    [InlineData("2026-11-28T12:00:00Z", "2026-11-28T12:00:00Z")]
    public void PassesAt_SundayIsQuiet_IsMondayMorning(string at, string passes)
    {
        var quiet = new QuietHours { From = new(22, 0), To = new(8, 0), Spread = TimeSpan.Zero, Days = [DayOfWeek.Sunday] };

        Assert.Equal(DateTimeOffset.Parse(passes, System.Globalization.CultureInfo.InvariantCulture), quiet.PassesAt(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), Berlin, "a-1"));
    }

    [Fact]
    public void PassesAt_WithoutSpread_IsTheFirstMomentThatIsNotQuiet() =>
        Gen.Select(AnyTime, AnyTime, AnyZone, AnyMoment).Sample((from, to, zone, at) =>
        {
            var quiet = new QuietHours { From = from, To = to, Spread = TimeSpan.Zero };
            if (from == to || quiet.Length > TimeSpan.FromHours(20))
            {
                return;
            }

            var first = at;
            while (quiet.IsQuiet(first, zone))
            {
                // Whole minutes of UTC: zones of today differ from it by whole minutes.
                first = new DateTimeOffset(first.UtcTicks - (first.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1);
            }

            Assert.Equal(first, quiet.PassesAt(at, zone, "a"));
        }, iter: 1_000);

    [Theory]
    [InlineData("2026-01-10T22:00:00Z", "2026-01-11T07:00:00Z")] // winter: 08:00 is 07:00 UTC
    [InlineData("2026-07-10T22:00:00Z", "2026-07-11T06:00:00Z")] // summer
    [InlineData("2026-03-28T22:00:00Z", "2026-03-29T06:00:00Z")] // put forward in that night
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25T07:00:00Z")] // put back in that night
    public void PassesAt_NightInBerlin_EndsAtEightThere(string at, string end)
    {
        var passes = Night.PassesAt(DateTimeOffset.Parse(at, null), Berlin, "a-1");

        Assert.InRange(passes, DateTimeOffset.Parse(end, null), DateTimeOffset.Parse(end, null).AddMinutes(30));
    }

    [Fact]
    public void PassesAt_EndSkippedByTheClock_IsTheEndOfTheSkip()
    {
        var quiet = new QuietHours { From = new(22, 0), To = new(2, 30), Spread = TimeSpan.Zero };

        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), quiet.PassesAt(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero), Berlin, "a"));
    }

    [Fact]
    public void PassesAt_ThousandHeldOverNight_AreSpreadEvenly()
    {
        var at = new DateTimeOffset(2026, 1, 10, 22, 0, 0, TimeSpan.Zero);
        var perMinute = Enumerable.Range(0, 3_000).Select(i => Night.PassesAt(at, Berlin, $"a-{i}")).GroupBy(p => p.Minute).ToList();

        Assert.Equal(30, perMinute.Count);
        Assert.All(perMinute, m => Assert.InRange(m.Count(), 50, 160));
    }

    [Fact]
    public void Concerns_ChannelAndCategory_AsNamed()
    {
        var quiet = Night with { Channels = ["sms"], Category = PolicyCategory.Promotion };

        Assert.True(quiet.Concerns("sms", PolicyCategory.Promotion));
        Assert.False(quiet.Concerns("email", PolicyCategory.Promotion));
        Assert.False(quiet.Concerns("sms", PolicyCategory.Service));
    }
}
