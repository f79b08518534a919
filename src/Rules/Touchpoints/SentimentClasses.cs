namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Classes of sentiments.</summary>
public static class SentimentClasses
{
    /// <summary>A sentiment nearer to 0 than this is neutral.</summary>
    public const double NeutralBelow = 0.25;

    public static SentimentClass Of(double sentiment) =>
        sentiment <= -NeutralBelow ? SentimentClass.Negative : sentiment >= NeutralBelow ? SentimentClass.Positive : SentimentClass.Neutral;
}
