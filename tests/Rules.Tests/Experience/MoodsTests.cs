using CsCheck;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Experience;

public class MoodsTests
{
    private static readonly ExperienceSettings Settings = ExperienceSettings.Default;

    private static readonly Gen<(double Day, double Experience)[]> AnyStream =
        Gen.Select(Gen.Double[0, 400], Gen.Int[-100, 100].Select(n => n / 100.0)).Array[1, 60];

    [Fact]
    public void Add_AnyOrder_GivesTheSameValues() =>
        Gen.Select(AnyStream, Gen.Int).Sample((stream, seed) =>
        {
            var shuffled = stream.ToArray();
            new Random(seed).Shuffle(shuffled);
            var at = Make.Day(401);

            var ordered = Moods.At(Fold(stream.OrderBy(s => s.Day)), Settings, at);
            var other = Moods.At(Fold(shuffled), Settings, at);

            // Both are rounded to 4 decimals; a sum on the very edge may fall to either side.
            return Math.Abs(ordered.Mood - other.Mood) <= 0.00011 && Math.Abs(ordered.Pressure - other.Pressure) <= 0.00011;
        });

    [Fact]
    public void At_AnyStream_EqualsTheDefinition() =>
        AnyStream.Sample(stream =>
        {
            var at = Make.Day(401);
            double felt = 0, weight = 0, pressure = 0;
            foreach (var (day, e) in stream)
            {
                var age = (at - Make.Day(day)).TotalDays;
                felt += Math.Abs(e) * e * Math.Pow(2, -age / 7);
                weight += Math.Abs(e) * Math.Pow(2, -age / 7);
                pressure += Math.Max(0, -e) * Math.Pow(2, -age / 2);
            }

            var values = Moods.At(Fold(stream), Settings, at);
            return Math.Abs(values.Mood - (felt / (0.5 + weight))) < 0.0001 && Math.Abs(values.Pressure - pressure) < 0.0001;
        });

    [Fact]
    public void At_AnyStream_StaysWithinBounds() =>
        AnyStream.Sample(stream =>
        {
            var values = Moods.At(Fold(stream), Settings, Make.Day(401));
            return values.Mood is >= -1 and <= 1 && values.Pressure >= 0;
        });

    [Fact]
    public void Add_TouchpointsCenturiesApart_StaysFinite()
    {
        var sums = Moods.Add(MoodSums.Zero, Settings, DateTimeOffset.UnixEpoch, -1);
        sums = Moods.Add(sums, Settings, new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero), 0.5);
        sums = Moods.Add(sums, Settings, DateTimeOffset.UnixEpoch.AddDays(1), -1);

        var values = Moods.At(sums, Settings, new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(0.25, values.Mood, 4);
        Assert.Equal(0, values.Pressure);
    }

    [Fact]
    public void RisesTo_MoodBelowTheLevel_IsTheMomentItReachesIt() =>
        Gen.Select(AnyStream, Gen.Int[-90, -1].Select(n => n / 100.0)).Sample((stream, level) =>
        {
            var sums = Fold(stream);
            var now = Make.Day(401);
            if (Moods.RisesTo(sums, Settings, now, level) is not { } moment)
            {
                return Moods.At(sums, Settings, now).Mood >= level;
            }

            return moment > now
                && Math.Abs(Moods.At(sums, Settings, moment).Mood - level) < 0.0002
                && Moods.At(sums, Settings, moment.AddHours(1)).Mood >= level;
        });

    private static MoodSums Fold(IEnumerable<(double Day, double Experience)> stream) =>
        stream.Aggregate(MoodSums.Zero, (sums, s) => Moods.Add(sums, Settings, Make.Day(s.Day), s.Experience));
}
