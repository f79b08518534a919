using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>Touchpoints before now that a condition looks at.</summary>
/// <param name="Counter">What a customer's state keeps of them.</param>
/// <param name="OfNumbers">The field it keeps has to be a number.</param>
internal sealed record LookBack(CounterDefinition Counter, bool OfNumbers);
