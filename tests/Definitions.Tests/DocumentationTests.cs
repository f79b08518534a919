using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Forms;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Sources;

namespace CxOrchestrator.Definitions.Tests;

public sealed partial class DocumentationTests
{
    internal static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "definitions.md"));

    private static readonly string Sources = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "sources.md"));

    private static readonly string Forms = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "forms.md"));

    private static readonly string Providers = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "providers.md"));

    [Fact]
    public void Definitions_Examples_AreOneSetWithoutErrors()
    {
        var examples = Examples().Matches(Text).Select((m, i) => new DocumentSource($"example {i + 1}", m.Groups[1].Value)).ToList();

        Assert.Equal(14, examples.Count);
        Assert.Empty(DefinitionReader.Read(examples).Errors);
    }

    [Fact]
    public void Readme_ExamplePolicy_FitsTheRetailPack()
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "README.md"));
        var example = Assert.Single(Examples().Matches(readme)).Groups[1].Value;
        var pack = SamplePacks.Read("retail").Where(d => d.File != "policies.yaml");

        Assert.Empty(DefinitionReader.Read([.. pack, new DocumentSource("README.md", example)]).Errors);
    }

    [Fact]
    public void Providers_Examples_AreReadWithoutErrors()
    {
        var examples = Examples().Matches(Providers).Select((m, i) => new DocumentSource($"example {i + 1}", m.Groups[1].Value)).ToList();

        Assert.NotEmpty(examples);
        Assert.Empty(DefinitionReader.Read(examples).Errors);
    }

    [Fact]
    public void Providers_EveryField_IsNamed() => Assert.All(
        ProviderShapes.All.SelectMany(s => s.Fields).Distinct(), field => Assert.Contains($"`{field}`", Providers, StringComparison.Ordinal));

    [Fact]
    public void Sources_Examples_AreReadWithoutErrors()
    {
        var examples = Examples().Matches(Sources).Select((m, i) => new DocumentSource($"example {i + 1}", m.Groups[1].Value)).ToList();

        Assert.NotEmpty(examples);
        Assert.Empty(DefinitionReader.Read(examples).Errors);
    }

    [Fact]
    public void Sources_EveryField_IsNamed() => Assert.All(
        SourceShapes.All.SelectMany(s => s.Fields).Distinct(), field => Assert.Contains($"`{field}`", Sources, StringComparison.Ordinal));

    [Fact]
    public void Forms_Examples_AreReadWithoutErrors()
    {
        var examples = Examples().Matches(Forms).Select((m, i) => new DocumentSource($"example {i + 1}", m.Groups[1].Value)).ToList();

        Assert.NotEmpty(examples);
        Assert.Empty(DefinitionReader.Read(examples).Errors);
    }

    [Fact]
    public void Forms_EveryField_IsNamed() => Assert.All(
        FormShapes.All.SelectMany(s => s.Fields).Distinct(), field => Assert.Contains($"`{field}`", Forms, StringComparison.Ordinal));

    [Fact]
    public void Definitions_EveryField_IsNamed() => Assert.All(
        Shape.All.Except(ProviderShapes.All).Except(SourceShapes.All).Except(FormShapes.All).SelectMany(s => s.Fields).Concat(KnownFields.All.Select(f => f.Path.ToString())).Distinct(),
        field => Assert.Contains($"`{field}`", Text, StringComparison.Ordinal));

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
