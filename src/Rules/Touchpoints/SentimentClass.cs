namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Negative, neutral or positive: what people say of a sentiment.</summary>
public static class SentimentClass
{
    /// <summary>A sentiment nearer to 0 than this is neutral.</summary>
    public const double NeutralBelow = 0.25;

    /// <summary>-1, 0 or 1.</summary>
    public static int Of(double sentiment) => sentiment <= -NeutralBelow ? -1 : sentiment >= NeutralBelow ? 1 : 0;
}
