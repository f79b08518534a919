using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    private void ApplyExperience(TypePlan plan, TouchpointEffects effects)
    {
        var settings = definitions.Set.Experience;
        effects.Before = Moods.At(_fold.Mood, settings, At);
        effects.After = effects.Before;
        if (ExperienceOf(plan, effects) is not { } experience)
        {
            return;
        }

        var sums = Moods.Add(_fold.Mood, settings, effects.Touchpoint.At, experience);
        effects.Experience = experience;
        effects.After = Moods.At(sums, settings, At);
        Emit(new ExperienceApplied
        {
            At = At,
            Experience = experience,
            OwnAt = effects.Touchpoint.At,
            Sums = sums,
            Mood = effects.After.Mood,
        });
    }

    // What the customer said in a score, else in words; else the largest value among journeys, once.
    private static double? ExperienceOf(TypePlan plan, TouchpointEffects effects)
    {
        if (effects.Missed is { } missed)
        {
            return missed.Expectation.Experience == 0 ? null : missed.Expectation.Experience;
        }

        if (Experiences.OfFeedback(effects.Touchpoint.Feedback) is { } said)
        {
            effects.IsFeedback = true;
            return said;
        }

        if (effects.Touchpoint.Feedback?.Sentiment is { } sentiment)
        {
            effects.IsSentiment = true;
            return sentiment;
        }

        double? largest = null;
        foreach (var journey in plan.Journeys)
        {
            if (RuleFor(journey, effects) is { } rule && (largest is not { } l || Math.Abs(rule.Value) > Math.Abs(l)))
            {
                largest = rule.Value;
            }
        }

        return largest;
    }

    private static ExperienceRule? RuleFor(JourneyPlan journey, TouchpointEffects effects)
    {
        foreach (var rule in journey.Experiences)
        {
            if (rule.Match.FieldsMatch(effects.Touchpoint))
            {
                return rule;
            }
        }

        return null;
    }
}
