using CxOrchestrator.Console.Definitions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Console.Tests.Voice;

public sealed class PolicyOfReasonTests
{
    [Theory]
    [InlineData("late", "review.submitted")]
    [InlineData("it's: #1 {odd}", "a type")]
    [InlineData("true", "null")]
    [InlineData("- dash", "*")]
    public void OfReason_AnyNames_IsAPolicyThatComparesTheReason(string reason, string type)
    {
        var text = StartingPoints.Begin(StartingPoints.OfReason(reason, type), "policy", "heard", "Heard");

        var read = DefinitionReader.Read([new DocumentSource("heard.yaml", text)]);

        Assert.Contains(reason.Replace("'", "''", StringComparison.Ordinal), text, StringComparison.Ordinal);
        if (!type.Contains(' ', StringComparison.Ordinal))
        {
            Assert.Empty(read.Errors);
            Assert.IsType<PolicyDefinition>(Assert.Single(read.Set!.Policies));
        }
    }
}
