using CxOrchestrator.Silo.Policies;

namespace CxOrchestrator.Silo.Tests.Policies;

public class PolicyOptionsTests
{
    private static readonly PolicyOptionsValidator Validator = new();

    [Fact]
    public void Engine_Default_IsNRules()
    {
        var options = new PolicyOptions();

        Assert.Equal(PolicyEngine.NRules, options.Engine);
        Assert.True(Validator.Validate(null, options).Succeeded);
    }

    [Fact]
    public void Engine_Compiled_StaysASetting() => Assert.True(Validator.Validate(null, new PolicyOptions { Engine = PolicyEngine.Compiled }).Succeeded);

    [Fact]
    public void RuleAssemblies_WithoutNRules_AreRefused() =>
        Assert.True(Validator.Validate(null, new PolicyOptions { Engine = PolicyEngine.Compiled, RuleAssemblies = { "rules.dll" } }).Failed);

    [Fact]
    public void RuleAssemblies_FileMissing_IsNamed()
    {
        var result = Validator.Validate(null, new PolicyOptions { RuleAssemblies = { "nowhere/rules.dll" } });

        Assert.Contains("nowhere/rules.dll", result.FailureMessage, StringComparison.Ordinal);
    }
}
