using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Rules.Tests.Golden;

/// <summary>Touchpoints as released versions send them to a grain. Every later version reads them; a file is added when fields are, and never changed.</summary>
public sealed class GoldenTouchpointTests
{
    private static readonly Serializer<Touchpoint> Codec =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<Touchpoint>>();

    private static Touchpoint First { get; } = Make.Touchpoint(
        "order.placed",
        Make.Day(1),
        "o-1",
        new CustomerId("customer-4711"),
        "shop",
        "web",
        new Feedback { Nps = 9, Csat = 5, Ces = 7, Text = "quick", Lang = "en" },
        new Money { Amount = 49.90m, Currency = "EUR" },
        ("order", Scalar.Of("4711")));

    private static Touchpoint Identified { get; } = First with
    {
        Identities = IdentitySet.Of(new CustomerIdentity("email", "ann@example.com"), new CustomerIdentity("crm", "0035"), new CustomerIdentity("device", "d1")),
    };

    private static Touchpoint WithReading { get; } = Identified with
    {
        Feedback = Identified.Feedback! with { Sentiment = -0.5, Reasons = ["late", "price"], Model = "en-1" },
    };

    [Fact]
    public void Deserialize_BytesOfTheFirstVersion_GivesEveryField() => Assert.Equal(First, Codec.Deserialize(Bytes(1)));

    [Fact]
    public void Deserialize_BytesOfTheSecondVersion_GivesEveryField() => Assert.Equal(Identified, Codec.Deserialize(Bytes(2)));

    [Fact]
    public void Deserialize_BytesOfTheLatestVersion_GivesEveryField() => Assert.Equal(WithReading, Codec.Deserialize(Bytes(3)));

    // A touchpoint written now must be among the files, or nothing would hold the next version to it.
    [Fact]
    public void Serialize_EveryField_GivesTheBytesOfTheLatestFile() => Assert.Equal(Convert.ToHexStringLower(Bytes(3)), Convert.ToHexStringLower(Codec.SerializeToArray(WithReading)));

    private static byte[] Bytes(int version) =>
        Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", $"touchpoint-{version}.hex")).Trim());
}
