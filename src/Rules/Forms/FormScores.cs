using System.Diagnostics;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Forms;

/// <summary>The bounds of scores, and what feedback becomes of one.</summary>
public static class FormScores
{
    public static (int Least, int Most) Bounds(FormScore score) => score switch
    {
        FormScore.Nps => (0, 10),
        FormScore.Csat => (1, 5),
        FormScore.Ces => (1, 7),
        _ => throw new UnreachableException($"No scale {score}."),
    };

    public static Feedback With(this Feedback feedback, FormScore score, int value) => score switch
    {
        FormScore.Nps => feedback with { Nps = value },
        FormScore.Csat => feedback with { Csat = value },
        FormScore.Ces => feedback with { Ces = value },
        _ => throw new UnreachableException($"No scale {score}."),
    };
}
