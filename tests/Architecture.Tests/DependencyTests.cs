using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>Dependencies point one way; see docs/decisions/0001.</summary>
public partial class DependencyTests
{
    /// <summary>Each of our assemblies, with those of ours that it may reference.</summary>
    private static readonly Dictionary<string, string> Arrows = new()
    {
        ["Api"] = "",
        ["Rules"] = "",
        ["NRules"] = "Rules",
        ["Definitions"] = "Rules",
        ["Console"] = "Api Definitions Rules",
        ["Grains.Contracts"] = "Rules",
        ["Runtime"] = "Rules Grains.Contracts Sentiment",
        ["Hosting"] = "Api Runtime",
        ["Storage"] = "Rules Grains.Contracts Runtime Hosting",
        ["Storage.Sqlite"] = "Rules Grains.Contracts Runtime Hosting Storage",
        ["Storage.Postgres"] = "Rules Grains.Contracts Runtime Hosting Storage",
        ["Storage.Moving"] = "Rules Grains.Contracts Runtime Hosting Storage Storage.Sqlite Storage.Postgres",
        ["Log.Kafka"] = "Rules Grains.Contracts Runtime Hosting Storage",
        ["Backtests"] = "Api Rules Grains.Contracts Runtime Storage",
        ["Learn"] = "Rules Definitions",
        ["Publishing"] = "Api Rules Definitions Grains.Contracts Runtime Hosting Storage",
        ["Channels"] = "Api Rules Definitions Grains.Contracts Runtime Hosting Storage",
        ["Sources"] = "Api Rules Definitions Grains.Contracts Runtime Hosting Storage Channels",
        ["Mailbox"] = "",
        ["Sentiment"] = "",
        ["Silo"] = "Api Rules NRules Definitions Grains.Contracts Runtime Hosting Storage Storage.Sqlite Storage.Postgres Log.Kafka Publishing Channels",
    };

    private static readonly Dictionary<string, string> Packages = new()
    {
        ["Rules"] = @"^(System|Orleans\.Serialization)(\.|$)",
        ["Api"] = @"^System(\.|$)",
        ["Definitions"] = @"^(System(\.|$)|Orleans\.Serialization(\.|$)|YamlDotNet$|Fluid$|Parlot$|JmesPath\.Net(\.|$)|Newtonsoft\.Json$|CxOrchestrator\.)",
        ["Runtime"] = "^(?!.*(AspNetCore|Sqlite|Npgsql|Confluent))",
        ["Storage"] = "^(?!.*(Sqlite|Npgsql|Confluent))",
        ["Storage.Sqlite"] = "^(?!.*(Npgsql|Confluent))",
        ["Storage.Postgres"] = "^(?!.*(Sqlite|Confluent))",
        ["Log.Kafka"] = "^(?!.*(Sqlite|Npgsql))",
        ["Backtests"] = "^(?!.*(Sqlite|Npgsql|Confluent))",
        ["Learn"] = @"^(System|Orleans\.Serialization|Parlot|CxOrchestrator)(\.|$)",
        ["Publishing"] = "^(?!.*(Sqlite|Npgsql|Confluent))",
        ["Channels"] = "^(?!.*(Sqlite|Npgsql|Confluent))",
        ["Sources"] = "^(?!.*(Sqlite|Npgsql|Confluent))",
        ["Sentiment"] = @"^System(\.|$)",
        ["Mailbox"] = @"^(System|Microsoft\.AspNetCore|Microsoft\.Extensions|Microsoft\.Net\.Http|MimeKit|SmtpServer)(\.|$)",
    };

    public static TheoryData<string> Assemblies => [.. Arrows.Keys];

    public static TheoryData<string> Limited => [.. Packages.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_References_PointInwards(string assembly) =>
        Assert.Empty(Own(Load(assembly)).Except(Arrows[assembly].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NameOf)));

    [Theory]
    [MemberData(nameof(Limited))]
    public void Assembly_Packages_AreItsOwn(string assembly) =>
        Assert.All(Load(assembly).GetReferencedAssemblies(), r => Assert.Matches(Packages[assembly], r.Name));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_Internals_AreSeenByTestsOnly(string assembly) => Assert.All(
        Load(assembly).GetCustomAttributes<InternalsVisibleToAttribute>(),
        a => Assert.Matches(@"^CxOrchestrator\.(.+\.Tests|Benchmarks|FaultySilo)$", a.AssemblyName));

    [Fact]
    public void Projects_OfTheProduct_AreInTheTable()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .Select(name => name == "Contracts" ? "Grains.Contracts" : name!)
            .Except(["Gateway", "Cli"]);
        Assert.Equal(Arrows.Keys.Order(), projects.Order());
    }

    [Fact]
    public void Gateway_OutsideItsHosting_DoesNotSeeTheSilo()
    {
        var gateway = Path.Combine(Repository.Root, "src", "Gateway");
        var files = Directory.EnumerateFiles(gateway, "*.cs", SearchOption.AllDirectories)
            .Where(f => Path.GetRelativePath(gateway, f) is var path && path != "Program.cs" && !path.StartsWith("Hosting", StringComparison.Ordinal) && !path.StartsWith("obj", StringComparison.Ordinal));
        Assert.DoesNotContain(files, f => SiloName().IsMatch(File.ReadAllText(f)));
    }

    [Fact]
    public void Cli_References_NoSiloAndNoGateway() => Assert.DoesNotContain(
        Assembly.Load("cx").GetReferencedAssemblies(), r => r.Name is "CxOrchestrator.Silo" or "CxOrchestrator.Gateway" or "CxOrchestrator.Log.Kafka");

    private static string NameOf(string project) => project switch
    {
        "Runtime" => "CxOrchestrator.Grains.Runtime",
        _ => $"CxOrchestrator.{project}",
    };

    private static Assembly Load(string project) => Assembly.Load(NameOf(project));

    private static IEnumerable<string> Own(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(r => r.Name!).Where(n => n.StartsWith("CxOrchestrator.", StringComparison.Ordinal));

    [GeneratedRegex(@"\bCxOrchestrator\.Silo\b|[^.\w]Silo\.[A-Z]")]
    private static partial Regex SiloName();
}
