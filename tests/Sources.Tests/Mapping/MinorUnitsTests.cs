using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Sources.Tests.Mapping;

/// <summary>Amounts as payment systems count them (https://docs.stripe.com/currencies).</summary>
public sealed class MinorUnitsTests
{
    [Theory]
    [InlineData("EUR", "19.99")]
    [InlineData("JPY", "1999")]
    [InlineData("MGA", "1999")]
    [InlineData("KWD", "1.999")]
    [InlineData("ISK", "19.99")]
    [InlineData("UGX", "19.99")]
    [InlineData("HUF", "19.99")]
    [InlineData("TWD", "19.99")]
    public void ToMajor_OfACurrency_FollowsItsSmallestUnit(string currency, string amount) =>
        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), MinorUnits.ToMajor(1999, currency));
}
