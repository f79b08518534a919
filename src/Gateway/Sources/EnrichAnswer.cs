using CxOrchestrator.Definitions.Providers;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>What came of asking for the content of an event; a closed family.</summary>
internal abstract record EnrichAnswer;

/// <summary>The content.</summary>
/// <param name="Document">Null: it is gone, and the event is mapped without it.</param>
internal sealed record EnrichContent(QueryDocument? Document) : EnrichAnswer;

/// <summary>It was not asked.</summary>
/// <param name="At">When it may be; null: another process asks now.</param>
internal sealed record EnrichLater(DateTimeOffset? At) : EnrichAnswer;

/// <summary>There is no content.</summary>
/// <param name="Problem">Why, as a sentence.</param>
/// <param name="RetryAfter">How long the system asks not to be called; null: it does not.</param>
/// <param name="OfSystem">The system failed, and would for other events as well.</param>
/// <param name="IsFinal">Asking again would give the same.</param>
internal sealed record EnrichFailure(string Problem, TimeSpan? RetryAfter, bool OfSystem, bool IsFinal) : EnrichAnswer;
