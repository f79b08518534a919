using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Tests.Policies.Engines;

public sealed class CompiledConformanceTests : ConformanceSuite
{
    protected override IConditionEngine Engine => CompiledEngine.Instance;
}
