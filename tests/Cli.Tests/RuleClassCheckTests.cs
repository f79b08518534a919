using CxOrchestrator.Definitions;
using CxOrchestrator.RetailRules;

namespace CxOrchestrator.Cli.Tests;

public sealed class RuleClassCheckTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private static string Rules => typeof(VoucherForPaidOrders).Assembly.Location;

    private int Check(string pack, string assembly) => CheckCommand.Run(SamplePacks.Read(pack), _output, _errors, [assembly]);

    [Fact]
    public void Check_RuleClassesOfTheDocuments_AreListedWithWhatTheyDemand()
    {
        Assert.Equal(0, Check("retail", Rules));
        Assert.Contains("Rule class 'Call on repeated low points' about loyal-low-point: LowPoint: OpenedAt > (input.At - 90 days); all LowPoint: points.Count() >= 2.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RuleClassOfAPolicyThatNoDocumentHas_IsAnError()
    {
        Assert.Equal(1, Check("service-desk", Rules));
        Assert.Contains("the rule class 'Voucher for paid orders' is about policy 'late-delivery-voucher', and no document has it", _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.dll", "there is no such file")]
    [InlineData("CxOrchestrator.Rules.dll", "has no rule classes")]
    [InlineData("cx.deps.json", "is not a .NET assembly")]
    public void Check_FileThatIsNoRuleAssembly_SaysWhy(string file, string why)
    {
        Assert.Equal(1, Check("retail", Path.Combine(AppContext.BaseDirectory, file)));
        Assert.Contains(why, _errors.ToString(), StringComparison.Ordinal);
    }
}
