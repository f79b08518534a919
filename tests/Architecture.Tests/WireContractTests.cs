using System.Reflection;
using Orleans;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>Names on the wire and in storage are forever.</summary>
public class WireContractTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(Rules.Customers.Customer).Assembly,
        typeof(Grains.Contracts.Customers.ICustomerGrain).Assembly,
    ];

    private static IEnumerable<Type> Serialized =>
        Assemblies.SelectMany(a => a.GetTypes()).Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>() is not null);

    [Fact]
    public void SerializedTypes_All_HaveAnAliasOfOurs() =>
        Assert.All(Serialized, t => Assert.StartsWith("cx.", t.GetCustomAttribute<AliasAttribute>()?.Alias, StringComparison.Ordinal));

    [Fact]
    public void SerializedTypes_Aliases_AreUnique()
    {
        var aliases = Serialized.Select(t => t.GetCustomAttribute<AliasAttribute>()!.Alias).ToList();
        Assert.Equal(aliases.Distinct().Count(), aliases.Count);
    }

    [Fact]
    public void Contracts_All_AreTheOnesCheckedIn()
    {
        var lines = Serialized
            .OrderBy(t => t.GetCustomAttribute<AliasAttribute>()!.Alias, StringComparer.Ordinal)
            .SelectMany(t => Members(t).Prepend($"{t.GetCustomAttribute<AliasAttribute>()!.Alias}"));
        var actual = string.Join('\n', lines) + "\n";
        var file = Path.Combine(Repository.Root, "src", "Grains", "Contracts", "OrleansContracts.txt");
        if (Environment.GetEnvironmentVariable("CX_WRITE_CONTRACTS") == "1")
        {
            File.WriteAllText(file, actual);
        }

        // A difference is a wire change. If it is meant: CX_WRITE_CONTRACTS=1 dotnet test --project tests/Architecture.Tests
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), actual);
    }

    private static IEnumerable<string> Members(Type type) =>
        from member in type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let id = member.GetCustomAttribute<IdAttribute>()
        where id is not null
        orderby id.Id
        select $"  {id.Id} {Kind(member)} {member.Name}";

    private static string Kind(MemberInfo member) => Name(member is PropertyInfo p ? p.PropertyType : ((FieldInfo)member).FieldType);

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
