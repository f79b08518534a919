namespace CxOrchestrator.Sentiment.Training;

/// <summary>A filled sentence as features.</summary>
/// <param name="Class">0 negative, 1 neutral, 2 positive.</param>
/// <param name="Features">Places and values.</param>
internal readonly record struct Example(int Class, (int Place, double Value)[] Features);
