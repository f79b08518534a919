using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Tests.Policies.Engines;

namespace CxOrchestrator.Rules.Tests.NRules;

public sealed class NRulesConformanceTests : ConformanceSuite
{
    protected override IConditionEngine Engine { get; } = new NRulesEngine();

    // A network is compiled for each set.
    protected override int Samples => 200;
}
