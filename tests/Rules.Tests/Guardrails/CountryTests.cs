using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Tests.Guardrails;

/// <summary>Which country's hours hold for a customer.</summary>
public sealed class CountryTests
{
    private static readonly QuietHours Quiet = new()
    {
        From = new(21, 0),
        To = new(8, 0),
        Countries = [new CountryHours { Countries = ["FR", "MC"], From = new(22, 0), To = new(9, 0), Days = [DayOfWeek.Sunday] }],
    };

    [Theory]
    [InlineData("+33 6 12 34 56 78", "FR")]
    [InlineData("0033612345678", "FR")]
    [InlineData("+1 (212) 555-0100", "US")]
    [InlineData("+1 416 555 0100", "CA")]
    [InlineData("+18765550100", "JM")]
    [InlineData("+77011234567", "KZ")]
    [InlineData("+79161234567", "RU")]
    [InlineData("+37791234567", "MC")]
    [InlineData("+4915112345678", "DE")]
    [InlineData("0151 12345678", null)]
    [InlineData("+999123", null)]
    [InlineData("+", null)]
    [InlineData("00", null)]
    public void CountryOf_Number_IsThatOfItsCode(string number, string? country) => Assert.Equal(country, CallingCodes.CountryOf(number));

    [Theory]
    [InlineData("country", "fr", "FR")]
    [InlineData("country", " DE ", "DE")]
    [InlineData("address.country", "AT", "AT")]
    [InlineData("country", "France", "GB")]
    [InlineData("city", "FR", "GB")]
    public void Of_Attributes_AreReadBeforeTheNumber(string name, string value, string country) =>
        Assert.Equal(country, CustomerCountries.Of(new Profile { Attributes = AttributeSet.Of(new NamedValue(name, Scalar.Of(value)), new NamedValue("phone", Scalar.Of("+44 20 7946 0000"))) }));

    [Fact]
    public void In_CountryWithHoursOfItsOwn_HasThoseAndSaysSo()
    {
        var france = Quiet.In("FR");

        Assert.Equal((new TimeOnly(22, 0), new TimeOnly(9, 0)), (france.From, france.To));
        Assert.Equal("Nothing between 22:00 and 09:00 or on Sunday (UTC, hours of FR)", france.Text(TimeZoneInfo.Utc));
        Assert.Same(Quiet, Quiet.In("DE"));
        Assert.Same(Quiet, Quiet.In(null));
    }
}
