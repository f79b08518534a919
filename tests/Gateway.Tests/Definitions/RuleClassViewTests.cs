using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Definitions;
using CxOrchestrator.NRules;
using CxOrchestrator.RetailRules;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Definitions;

public sealed class RuleClassViewTests
{
    [Fact]
    public void Document_WithARuleClass_NamesItAndWhatItDemands()
    {
        var summary = Of("late-delivery-voucher");

        var rule = Assert.Single(summary.RuleClasses);
        Assert.Equal("Voucher for paid orders", rule.Name);
        Assert.Equal("A voucher only for an order that is paid, and for customers we know.", rule.Description);
        Assert.Contains("CustomerState: Touchpoints >= 3", rule.Conditions);
    }

    [Fact]
    public void Document_WithoutARuleClass_HasNone() => Assert.Empty(Of("late-delivery").RuleClasses);

    private static Api.Definitions.DocumentSummary Of(string policy)
    {
        var definitions = new CompiledDefinitions(DefinitionReader.Read(SamplePacks.Read("retail")).Set!, new NRulesEngine(typeof(VoucherForPaidOrders).Assembly));
        var document = new StoredDocument { Kind = DocumentKey.Policy, Id = policy, Version = 1, File = "policies.yaml", Text = "" };
        return LifeViews.Of(document, new PublishedSet { Version = 1, PublishedAt = default, Origin = "retail pack", Documents = [document] }, definitions, null, null);
    }
}
