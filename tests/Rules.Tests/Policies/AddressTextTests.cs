using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

/// <summary>Addresses that are filled in: a value stays one part of a path or query, whatever it holds.</summary>
public class AddressTextTests
{
    private const string Address = "https://shop.example/orders/{customer.order|none yet}/track?for={customer.order}";

    private static string? Fill(string? order, string address = Address)
    {
        var attributes = order is null ? AttributeSet.Empty : AttributeSet.Of(new NamedValue("order", Scalar.Of(order)));
        var state = CustomerState.For(Make.Customer) with { Profile = Profile.Empty with { Attributes = attributes } };
        var facts = new Facts(state, new CompiledDefinitions(DefinitionSet.Empty), Make.Start);
        return AddressTexts.Fill(TextTemplate.TryParse(address, out _, out _)!.FillEscaped(facts, AddressTexts.LengthMax));
    }

    [Theory]
    [InlineData("4711", "4711")]
    [InlineData("a/b?c#d&e=f", "a%2Fb%3Fc%23d%26e%3Df")]
    [InlineData("../admin", "..%2Fadmin")]
    [InlineData("Größe 5%", "Gr%C3%B6%C3%9Fe%205%25")]
    [InlineData("@evil.example", "%40evil.example")]
    public void Fill_Value_StaysOnePart(string order, string escaped) =>
        Assert.Equal($"https://shop.example/orders/{escaped}/track?for={escaped}", Fill(order));

    [Theory]
    [InlineData(null)]
    [InlineData(".")]
    [InlineData("..")]
    public void Fill_MissingOrDots_GivesTheFallback(string? order) => Assert.Equal("https://shop.example/orders/none%20yet/track?for=", Fill(order));

    [Fact]
    public void Fill_TooLong_GivesNone() => Assert.Null(Fill(new string('x', AddressTexts.LengthMax)));

    [Theory]
    [InlineData("javascript:alert(1)//{customer.order}")]
    [InlineData("ftp://shop.example/{customer.order}")]
    [InlineData("https://ann@shop.example/{customer.order}")]
    public void Fill_NoWebAddress_GivesNone(string address) => Assert.Null(Fill("1", address));
}
