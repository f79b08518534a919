using System.Reflection;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>Dependencies point one way; see docs/decisions/0001.</summary>
public class DependencyTests
{
    private static readonly Assembly Rules = typeof(Rules.Customers.Customer).Assembly;
    private static readonly Assembly Definitions = typeof(Definitions.DefinitionReader).Assembly;
    private static readonly Assembly Contracts = typeof(Grains.Contracts.Customers.ICustomerGrain).Assembly;
    private static readonly Assembly Runtime = typeof(Grains.Runtime.Customers.ICustomerStore).Assembly;
    private static readonly Assembly Silo = typeof(Silo.Log.ITouchpointLog).Assembly;
    private static readonly Assembly Api = typeof(Api.Board.BoardRow).Assembly;

    [Fact]
    public void Rules_References_OnlyTheFrameworkAndTheSerializer() =>
        Assert.All(Rules.GetReferencedAssemblies(), r => Assert.Matches(@"^(System|Orleans\.Serialization)(\.|$)", r.Name));

    [Fact]
    public void Definitions_References_OnlyRulesItsParsersAndTheSerializer() =>
        Assert.All(Definitions.GetReferencedAssemblies(), r => Assert.Matches(@"^(System(\.|$)|Orleans\.Serialization(\.|$)|YamlDotNet$|Fluid$|Parlot$|CxOrchestrator\.Rules$)", r.Name));

    [Fact]
    public void Api_References_OnlyTheFramework() =>
        Assert.All(Api.GetReferencedAssemblies(), r => Assert.Matches(@"^System(\.|$)", r.Name));

    [Fact]
    public void Contracts_References_RulesAndOrleansOnly() =>
        Assert.All(Own(Contracts), name => Assert.Equal("CxOrchestrator.Rules", name));

    [Fact]
    public void Runtime_References_NothingFurtherOut() =>
        Assert.All(Own(Runtime), name => Assert.Contains(name, (string[])["CxOrchestrator.Rules", "CxOrchestrator.Grains.Contracts"]));

    [Fact]
    public void Silo_References_NeverTheGateway() =>
        Assert.DoesNotContain(Own(Silo), name => name is "CxOrchestrator.Gateway" or "CxOrchestrator.Console");

    [Fact]
    public void Runtime_References_NoStoreAndNoWeb() =>
        Assert.DoesNotContain(
            Runtime.GetReferencedAssemblies(),
            r => r.Name!.Contains("AspNetCore", StringComparison.Ordinal) || r.Name.Contains("Sqlite", StringComparison.Ordinal) || r.Name.Contains("Npgsql", StringComparison.Ordinal));

    private static IEnumerable<string> Own(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(r => r.Name!).Where(n => n.StartsWith("CxOrchestrator.", StringComparison.Ordinal));
}
