using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Tests.Policies.Engines;

public sealed class InterpretingConformanceTests : ConformanceSuite
{
    protected override IConditionEngine Engine => InterpretingEngine.Instance;
}
