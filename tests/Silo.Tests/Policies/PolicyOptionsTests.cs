using CxOrchestrator.Silo.Policies;

namespace CxOrchestrator.Silo.Tests.Policies;

public class PolicyOptionsTests
{
    private static readonly PolicyOptionsValidator Validator = new();

    [Fact]
    public void Engine_Default_IsCompiled() => Assert.True(Validator.Validate(null, new PolicyOptions()).Succeeded);

    [Fact]
    public void Engine_NotBuiltIn_SaysHowToGetIt()
    {
        var result = Validator.Validate(null, new PolicyOptions { Engine = PolicyEngine.NRules });

        Assert.Equal(PolicyEngineExtensions.HasNRules, result.Succeeded);
        if (result.Failed)
        {
            Assert.Contains("-p:UseNRules=true", result.FailureMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RuleAssemblies_WithoutNRules_AreRefused() =>
        Assert.True(Validator.Validate(null, new PolicyOptions { RuleAssemblies = { "rules.dll" } }).Failed);
}
