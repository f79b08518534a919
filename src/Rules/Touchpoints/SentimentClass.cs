namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>What people say of a sentiment; stored by its number.</summary>
public enum SentimentClass
{
    Negative = -1,
    Neutral = 0,
    Positive = 1,
}
