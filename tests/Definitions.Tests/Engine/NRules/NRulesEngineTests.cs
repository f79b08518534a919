using CxOrchestrator.NRules;

namespace CxOrchestrator.Definitions.Tests.Engine.NRules;

public sealed class NRulesEngineTests() : ConditionEngineSuite(new NRulesEngine());
