using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Experience;

/// <summary>What explicit feedback is worth, -1 to 1.</summary>
public static class Experiences
{
    /// <summary>
    /// NPS 0-6: (n-7)/7, 7-8: 0, 9: 0.7, 10: 1 (detractor, passive, promoter: Reichheld 2003); CSAT: (n-3)/2; CES, 7 easy: (n-4)/3.
    /// The first that was given, in this order; null where none was.
    /// </summary>
    public static double? OfFeedback(Feedback? feedback) => feedback switch
    {
        null => null,
        { Nps: { } nps } => nps switch { <= 6 => (nps - 7) / 7.0, 7 or 8 => 0, 9 => 0.7, _ => 1 },
        { Csat: { } csat } => (csat - 3) / 2.0,
        { Ces: { } ces } => (ces - 4) / 3.0,
        _ => null,
    };
}
