using CxOrchestrator.Rules.Identities;

namespace CxOrchestrator.Rules.Tests.Identities;

/// <summary>What identities are compared as, and which of them identify nobody.</summary>
public sealed class IdentityReadingTests
{
    [Theory]
    [InlineData("email", " Ann.B+shop@Example.COM ", "ann.b+shop@example.com")]
    [InlineData("email", "ann@example.com.", "ann@example.com")]
    [InlineData("instagram", "@Ann_B", "ann_b")]
    [InlineData("crm", " 0035 ", "0035")]
    [InlineData("shopify", "AbC", "AbC")]
    [InlineData("cookie", "GA1.2.x", "GA1.2.x")]
    public void Of_AValue_IsOneWayOfWriting(string kind, string given, string expected) => Assert.Equal(expected, IdentityNormal.Of(kind, given));

    [Theory]
    [InlineData("email", "ann")]
    [InlineData("email", "@example.com")]
    [InlineData("email", "ann@")]
    [InlineData("email", "ann@localhost")]
    [InlineData("email", "ann@b@example.com")]
    [InlineData("email", "a nn@example.com")]
    [InlineData("email", "ann@.com")]
    [InlineData("email", "ann@shop..com")]
    [InlineData("instagram", "@")]
    public void Of_NoneOfItsKind_IsNull(string kind, string given) => Assert.Null(IdentityNormal.Of(kind, given));

    [Theory]
    [InlineData("crm", "null")]
    [InlineData("crm", "NULL")]
    [InlineData("crm", " None ")]
    [InlineData("device", "undefined")]
    [InlineData("crm", "unknown")]
    [InlineData("crm", "n/a")]
    [InlineData("crm", "0")]
    [InlineData("phone", "000-000")]
    [InlineData("device", "00000000-0000-0000-0000-000000000000")]
    [InlineData("device", "ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("crm", "--")]
    [InlineData("email", "test@test.com")]
    [InlineData("email", "Test@gmail.com")]
    [InlineData("email", "noreply@shop.com")]
    [InlineData("email", "no-reply-4711@shop.com")]
    [InlineData("email", "ann@example.com")]
    [InlineData("email", "ann@mail.example.org")]
    [InlineData("email", "ann@shop.test")]
    public void Matches_WhatIdentifiesNobody_IsJunk(string kind, string value) => Assert.True(JunkRules.Usual.Matches(kind, value));

    [Theory]
    [InlineData("crm", "1")]
    [InlineData("crm", "1111")]
    [InlineData("crm", "0035")]
    [InlineData("email", "ann@shop.com")]
    [InlineData("email", "tess.test@shop.com")]
    [InlineData("phone", "+493012345")]
    [InlineData("device", "d1")]
    [InlineData("crm", "test-4711")]
    public void Matches_WhatMayBeSomebody_IsNotJunk(string kind, string value) => Assert.False(JunkRules.Usual.Matches(kind, value));

    [Fact]
    public void Matches_TheCompanysList_IsJunkByValueKindAndDomain()
    {
        var rules = new JunkRules(["Unbekannt", "phone:+4930123456", "@shop.com", " "]);

        Assert.True(rules.Matches("crm", "unbekannt"));
        Assert.True(rules.Matches("phone", "+4930123456"));
        Assert.False(rules.Matches("crm", "+4930123456"));
        Assert.True(rules.Matches("email", "ann@SHOP.com"));
        Assert.False(rules.Matches("email", "ann@other.com"));
    }

    [Fact]
    public void Matches_ExampleDomainsOfADemo_AreNotJunk()
    {
        var rules = new JunkRules(allowsExamples: true);

        Assert.False(rules.Matches("email", "ann@example.com"));
        Assert.True(rules.Matches("email", "noreply@example.com"));
    }

    [Theory]
    [InlineData("crm", IdentityStrength.System)]
    [InlineData("shopify", IdentityStrength.System)]
    [InlineData("email", IdentityStrength.Email)]
    [InlineData("phone", IdentityStrength.Phone)]
    [InlineData("instagram", IdentityStrength.Social)]
    [InlineData("anonymous", IdentityStrength.Anonymous)]
    [InlineData("device", IdentityStrength.Device)]
    [InlineData("cookie", IdentityStrength.Cookie)]
    public void Strength_OfAKind_SaysWhatItProves(string kind, IdentityStrength strength)
    {
        Assert.Equal(strength, IdentityKinds.Strength(kind));
        Assert.Equal(strength <= IdentityStrength.Phone, IdentityKinds.Links(kind));
        Assert.Equal(strength >= IdentityStrength.Anonymous, IdentityKinds.IsWeak(kind));
    }
}
