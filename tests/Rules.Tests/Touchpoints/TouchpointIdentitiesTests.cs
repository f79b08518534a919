using System.Text;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Tests.Touchpoints;

/// <summary>How a touchpoint names identities, and what is wrong with those that are refused.</summary>
public sealed class TouchpointIdentitiesTests
{
    private static string Body(string identities, string customer = "\"customer\": \"c-1\", ") =>
        $$"""{"id": "t-1", "type": "order.placed", {{customer}}"at": "2026-03-03T12:00:00Z", "identities": {{identities}}}""";

    private static TouchpointReading Read(string identities, CustomerNaming naming = CustomerNaming.Needed, string customer = "\"customer\": \"c-1\", ") =>
        TouchpointJson.Read(Encoding.UTF8.GetBytes(Body(identities, customer)), naming);

    private static IEnumerable<string> Texts(TouchpointReading reading) => reading.Touchpoint!.Identities.Values.Select(i => i.ToString());

    [Fact]
    public void Read_ValuesAndArrays_AreKeptAsTheyCameByKindAndValue()
    {
        var reading = Read("""{"phone": "+49 30 1234567", "email": "Ann@Shop.com", "device": ["d2", "d1", "d2"], "shopify": 207119551, "crm": null, "instagram": "@ann"}""");

        Assert.Empty(reading.Errors);
        Assert.Equal(["device:d1", "device:d2", "email:Ann@Shop.com", "instagram:@ann", "phone:+49 30 1234567", "shopify:207119551"], Texts(reading));
        Assert.Empty(reading.KeptAsAttributes);
        Assert.Equal(0, reading.Touchpoint!.Attributes.Count);
    }

    [Fact]
    public void Read_Null_IsNone() => Assert.Equal(0, Read("null").Touchpoint!.Identities.Count);

    [Theory]
    [InlineData("[]", "/identities", "An object such as")]
    [InlineData("\"ann\"", "/identities", "this is a text")]
    [InlineData("""{"E-Mail": "a@b.de"}""", "/identities/E-Mail", "small letters")]
    [InlineData("""{"": "x"}""", "/identities/", "small letters")]
    [InlineData("""{"crm": "1", "crm": "2"}""", "/identities/crm", "appears twice")]
    [InlineData("""{"crm": true}""", "/identities/crm", "A text is needed; this is a flag")]
    [InlineData("""{"crm": 1.5}""", "/identities/crm", "whole number")]
    [InlineData("""{"crm": {"id": "1"}}""", "/identities/crm", "A text is needed; this is an object")]
    [InlineData("""{"crm": ["1", {"id": "1"}]}""", "/identities/crm/1", "A text is needed; this is an object")]
    [InlineData("""{"crm": ["1", ["2"]]}""", "/identities/crm/1", "A text is needed; this is an array")]
    [InlineData("""{"crm": ["1", ""]}""", "/identities/crm/1", "The text is empty")]
    [InlineData("""{"crm": "a\u0007b"}""", "/identities/crm", "Control characters")]
    public void Read_WrongOnes_SaysWhereAndWhatToDo(string identities, string place, string words)
    {
        var error = Assert.Single(Read(identities).Errors);

        Assert.Equal(place, error.Pointer);
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AfterAWrongOne_GoesOnWithTheNextField()
    {
        var body = """{"identities": {"crm": [{"a": [1]}, "2"]}, "id": "t-1", "type": "t", "at": "2026-03-03T12:00:00Z"}""";

        Assert.Equal(["/identities/crm/0", "/customer"], TouchpointJson.Read(Encoding.UTF8.GetBytes(body)).Errors.Select(e => e.Pointer));
    }

    [Fact]
    public void Read_BeyondTheBounds_IsRefusedThere()
    {
        string Kinds(int count) => "{" + string.Join(",", Enumerable.Range(0, count).Select(i => $"\"k{i}\": \"v\"")) + "}";
        string Values(int count) => "{\"device\": [" + string.Join(",", Enumerable.Range(0, count).Select(i => $"\"d{i}\"")) + "]}";

        Assert.Equal(IdentitySet.KindsMax, Read(Kinds(IdentitySet.KindsMax)).Touchpoint!.Identities.Count);
        Assert.Equal("/identities/k10", Assert.Single(Read(Kinds(IdentitySet.KindsMax + 1)).Errors).Pointer);
        Assert.Equal(IdentitySet.ValuesMax, Read(Values(IdentitySet.ValuesMax)).Touchpoint!.Identities.Count);
        Assert.Equal("/identities/device/20", Assert.Single(Read(Values(IdentitySet.ValuesMax + 1)).Errors).Pointer);
        Assert.Empty(Read($$"""{"crm": "{{new string('a', CustomerIdentity.ValueLengthMax)}}"}""").Errors);
        Assert.Equal("/identities/crm", Assert.Single(Read($$"""{"crm": "{{new string('a', CustomerIdentity.ValueLengthMax + 1)}}"}""").Errors).Pointer);
        Assert.Empty(Read($$"""{"{{new string('a', IdentityKinds.LengthMax)}}": "1"}""").Errors);
        Assert.NotEmpty(Read($$"""{"{{new string('a', IdentityKinds.LengthMax + 1)}}": "1"}""").Errors);
    }

    [Fact]
    public void Read_WithoutACustomer_NeedsOneOrIdentities()
    {
        Assert.Equal("/customer", Assert.Single(Read("""{"crm": "1"}""", customer: "").Errors).Pointer);

        var found = Read("""{"crm": "1"}""", CustomerNaming.OrIdentities, "");
        Assert.Empty(found.Errors);
        Assert.True(found.NeedsCustomer);
        Assert.False(Read("""{"crm": "1"}""", CustomerNaming.OrIdentities).NeedsCustomer);
        Assert.Contains("identities", Assert.Single(Read("{}", CustomerNaming.OrIdentities, "").Errors).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadEvent_IdentitiesInData_AreRead()
    {
        var body = """
            {"specversion": "1.0", "id": "t-1", "source": "shop", "type": "t", "time": "2026-03-03T12:00:00Z",
             "data": {"identities": {"crm": "1", "X": "2"}}}
            """;
        var fixedBody = body.Replace("\"X\"", "\"x\"", StringComparison.Ordinal);

        Assert.Equal("/data/identities/X", Assert.Single(CloudEvents.Read(Encoding.UTF8.GetBytes(body), CustomerNaming.OrIdentities).Errors).Pointer);
        Assert.Equal(["crm:1", "x:2"], Texts(CloudEvents.Read(Encoding.UTF8.GetBytes(fixedBody), CustomerNaming.OrIdentities)));
        Assert.Equal("/subject", Assert.Single(CloudEvents.Read(Encoding.UTF8.GetBytes(fixedBody)).Errors).Pointer);
    }
}
