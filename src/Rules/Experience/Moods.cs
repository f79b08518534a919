namespace CxOrchestrator.Rules.Experience;

/// <summary>Mood (-1 to 1) and pressure (0 and up) at a time, rounded to 4 decimals.</summary>
public readonly record struct MoodValues(double Mood, double Pressure)
{
    public static MoodValues Neutral => default;
}

/// <summary>
/// Mood = Σ |e| e d / (n + Σ |e| d) and pressure = Σ max(0, -e) d, each with d = 2^(-age / half-life).
/// Intensity-weighted, so that what was felt strongly counts more; exponential decay, so that a touchpoint costs O(1).
/// </summary>
public static class Moods
{
    private const int Decimals = 4;

    /// <summary>The sums with one more experience (-1 to 1) at that time, in any order.</summary>
    public static MoodSums Add(MoodSums sums, ExperienceSettings settings, DateTimeOffset at, double experience)
    {
        var mood = Decay.To(sums.MoodAt, at, settings.MoodHalfLife);
        var pressure = Decay.To(sums.PressureAt, at, settings.PressureHalfLife);
        var size = Math.Abs(experience);
        return new MoodSums
        {
            MoodAt = mood.Reference,
            ExperienceSum = (sums.ExperienceSum * mood.Old) + (size * experience * mood.New),
            Weight = (sums.Weight * mood.Old) + (size * mood.New),
            PressureAt = pressure.Reference,
            Pressure = (sums.Pressure * pressure.Old) + (Math.Max(0, -experience) * pressure.New),
        };
    }

    /// <summary>The sums of two customers as one's.</summary>
    public static MoodSums Add(MoodSums a, MoodSums b, ExperienceSettings settings)
    {
        var (early, late) = a.MoodAt <= b.MoodAt ? (a, b) : (b, a);
        var mood = Decay.Since(early.MoodAt, late.MoodAt, settings.MoodHalfLife);
        var (before, after) = a.PressureAt <= b.PressureAt ? (a, b) : (b, a);
        return new MoodSums
        {
            MoodAt = late.MoodAt,
            ExperienceSum = late.ExperienceSum + (early.ExperienceSum * mood),
            Weight = late.Weight + (early.Weight * mood),
            PressureAt = after.PressureAt,
            Pressure = after.Pressure + (before.Pressure * Decay.Since(before.PressureAt, after.PressureAt, settings.PressureHalfLife)),
        };
    }

    public static MoodValues At(MoodSums sums, ExperienceSettings settings, DateTimeOffset at)
    {
        if (sums.Weight == 0)
        {
            return MoodValues.Neutral;
        }

        var d = Decay.Since(sums.MoodAt, at, settings.MoodHalfLife);
        var mood = sums.ExperienceSum * d / (settings.NeutralWeight + (sums.Weight * d));
        var pressure = sums.Pressure * Decay.Since(sums.PressureAt, at, settings.PressureHalfLife);
        return new(Math.Round(mood, Decimals), Math.Round(pressure, Decimals));
    }

    /// <summary>
    /// When a mood below the level will have risen to it, if nothing happens: from level = F d / (n + W d) follows
    /// d = n level / (F - W level). Null where it is not below, or the level is not below zero.
    /// </summary>
    public static DateTimeOffset? RisesTo(MoodSums sums, ExperienceSettings settings, DateTimeOffset at, double level)
    {
        if (level >= 0 || At(sums, settings, at).Mood >= level)
        {
            return null;
        }

        var d = settings.NeutralWeight * level / (sums.ExperienceSum - (sums.Weight * level));
        var age = -Math.Log2(d) * settings.MoodHalfLife;

        // A moment later: rounding must not leave it a hair below.
        return sums.MoodAt + age + TimeSpan.FromSeconds(1);
    }
}
