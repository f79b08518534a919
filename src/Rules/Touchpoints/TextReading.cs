using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>What a text says.</summary>
/// <param name="Sentiment">-1 (negative) to 1 (positive).</param>
/// <param name="Reasons">What it is about, the weightiest first.</param>
/// <param name="Model">Version of what read it.</param>
public sealed record TextReading(double Sentiment, ImmutableArray<string> Reasons, string Model);
