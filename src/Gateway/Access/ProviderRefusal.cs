namespace CxOrchestrator.Gateway.Access;

/// <summary>Why somebody is not let in.</summary>
/// <param name="Reason">A word for the log, which names no people.</param>
/// <param name="Problem">What the page says.</param>
/// <param name="Cure">What to do.</param>
internal sealed record ProviderRefusal(string Reason, string Problem, string Cure);
