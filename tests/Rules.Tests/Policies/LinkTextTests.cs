using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

/// <summary>The core signs nothing: a link to a customer's preferences is a marker until the message goes out.</summary>
public class LinkTextTests
{
    private static Facts Facts => new(CustomerState.For(Make.Customer), new CompiledDefinitions(DefinitionSet.Empty), Make.Start);

    [Theory]
    [InlineData("Stop: {unsubscribe}", "Stop: https://unsubscribe.cx.invalid/")]
    [InlineData("{preferences|none}", "https://preferences.cx.invalid/")]
    public void Fill_LinkInBraces_GivesItsMarker(string text, string filled) => Assert.Equal(filled, TextTemplate.TryParse(text, out _, out _)!.Fill(Facts));

    [Theory]
    [InlineData("unsubscribe", true)]
    [InlineData("preferences", true)]
    [InlineData("customer.unsubscribe", false)]
    public void TryParse_Link_IsOne(string path, bool link)
    {
        Assert.True(FieldPath.TryParse(path, out var field));
        Assert.Equal((link, path), (field.IsLink, field.ToString()));
    }

    [Theory]
    [InlineData("unsubscribe.url")]
    [InlineData("Unsubscribe")]
    public void TryParse_OtherForm_IsNoField(string path) => Assert.False(FieldPath.TryParse(path, out _));
}
