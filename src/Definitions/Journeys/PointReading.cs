using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Definitions.Journeys;

/// <summary>Reads when low and high points open and close.</summary>
internal static class PointReading
{
    /// <summary>Highest pressure a document may name: nobody gets there, so it switches the threshold off.</summary>
    public const double PressureMax = 100;

    private static readonly TimeSpan FadeMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FadeMax = TimeSpan.FromDays(366);

    public static LowPointSettings LowPoint(Fields journey)
    {
        var otherwise = new LowPointSettings();
        if (journey.Optional("lowPoint") is not { } node || Fields.Open(journey.File, node, Shape.LowPoint) is not { } fields)
        {
            return otherwise;
        }

        var recover = fields.Optional("recover") is { } inner ? Fields.Open(journey.File, inner, Shape.Recover) : null;
        var settings = new LowPointSettings
        {
            Mood = fields.Number("mood", -1, 0, otherwise.Mood),
            Pressure = fields.Number("pressure", 0.01, PressureMax, otherwise.Pressure),
            Feedback = fields.Number("feedback", -1, 0, otherwise.Feedback),
            FadeAfter = fields.Duration("fadeAfter", FadeMin, FadeMax, otherwise.FadeAfter),
            RecoverExperience = recover?.Number("experience", 0, 1, otherwise.RecoverExperience) ?? otherwise.RecoverExperience,
            RecoverMood = recover?.Number("mood", -1, 1, otherwise.RecoverMood) ?? otherwise.RecoverMood,
            RecoverPressure = recover?.Number("pressure", 0, PressureMax, otherwise.RecoverPressure) ?? otherwise.RecoverPressure,
        };

        // Otherwise a low point would close in the state that opens it, and open again with the next touchpoint.
        var place = recover ?? fields;
        if (settings.RecoverMood < settings.Mood)
        {
            journey.File.Error(place.PlaceOf("mood"), $"a low point opens at mood {settings.Mood} and would recover below it, at {settings.RecoverMood}; set recover.mood to {settings.Mood} or more");
        }

        if (settings.RecoverPressure > settings.Pressure)
        {
            journey.File.Error(place.PlaceOf("pressure"), $"a low point opens at pressure {settings.Pressure} and would recover above it, at {settings.RecoverPressure}; set recover.pressure to {settings.Pressure} or less");
        }

        return settings;
    }

    public static HighPointSettings HighPoint(Fields journey)
    {
        var otherwise = new HighPointSettings();
        if (journey.Optional("highPoint") is not { } node || Fields.Open(journey.File, node, Shape.HighPoint) is not { } fields)
        {
            return otherwise;
        }

        return new HighPointSettings
        {
            Mood = fields.Number("mood", 0, 1, otherwise.Mood),
            Feedback = fields.Number("feedback", 0, 1, otherwise.Feedback),
            EndExperience = fields.Number("endExperience", -1, 0, otherwise.EndExperience),
            FadeAfter = fields.Duration("fadeAfter", FadeMin, FadeMax, otherwise.FadeAfter),
        };
    }
}
