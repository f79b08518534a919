using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Experience;

namespace CxOrchestrator.Definitions.Settings;

/// <summary>Reads the numbers behind mood, pressure and risk.</summary>
internal static class SettingsReading
{
    private static readonly TimeSpan DurationMax = TimeSpan.FromDays(366);

    // Sums are kept on a grid of half-lives counted from 1970: much shorter ones would not fit its counter.
    private static readonly TimeSpan HalfLifeMin = TimeSpan.FromMinutes(1);

    public static ExperienceSettings Read(Fields fields, int version)
    {
        var otherwise = ExperienceSettings.Default;
        return new ExperienceSettings
        {
            Version = version,
            MoodHalfLife = fields.Duration("moodHalfLife", HalfLifeMin, DurationMax, otherwise.MoodHalfLife),
            PressureHalfLife = fields.Duration("pressureHalfLife", HalfLifeMin, DurationMax, otherwise.PressureHalfLife),
            NeutralWeight = fields.Number("neutralWeight", 0.01, 100, otherwise.NeutralWeight),
            Risk = fields.Optional("risk") is { } node && Fields.Open(fields.File, node, Shape.Risk) is { } risk ? Risk(risk) : otherwise.Risk,
        };
    }

    private static RiskWeights Risk(Fields fields)
    {
        var otherwise = new RiskWeights();
        var weights = new RiskWeights
        {
            Mood = Points("mood", otherwise.Mood),
            OpenLowPoint = Points("openLowPoint", otherwise.OpenLowPoint),
            Missed = Points("missed", otherwise.Missed),
            MissedMax = Points("missedMax", otherwise.MissedMax),
            MissedWithin = Time("missedWithin", otherwise.MissedWithin),
            RepeatedContact = Points("repeatedContact", otherwise.RepeatedContact),
            RepeatedContactMax = Points("repeatedContactMax", otherwise.RepeatedContactMax),
            ContactsWithin = Time("contactsWithin", otherwise.ContactsWithin),
            SilenceMax = Points("silenceMax", otherwise.SilenceMax),
            SilenceFrom = Time("silenceFrom", otherwise.SilenceFrom),
            SilenceFull = Time("silenceFull", otherwise.SilenceFull),
            AtRisk = fields.Number("atRisk", 1, 100, otherwise.AtRisk),
        };
        if (weights.SilenceFull <= weights.SilenceFrom)
        {
            fields.File.Error(fields.PlaceOf("silenceFull"), "silence grows from silenceFrom to silenceFull; set silenceFull to the longer of the two");
        }

        return weights;

        double Points(string name, double value) => fields.Number(name, 0, 100, value);

        TimeSpan Time(string name, TimeSpan value) => fields.Duration(name, TimeSpan.FromMinutes(1), DurationMax, value);
    }
}
