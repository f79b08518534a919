using System.Buffers.Text;
using CsCheck;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Channels.Tests.Links;

public sealed class LinkSignerTests
{
    private const string Action = "0123456789abcdef0123456789abcdef";
    private const string Target = "https://shop.example/sale?a=1#top";
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly LinkKeyRing Ring = new([new LinkKey(7, Secret(7))]);

    private static readonly Gen<string> AnyName = Gen.String[Gen.Char.AlphaNumeric, 1, 40];

    private static readonly Gen<LinkToken> AnyToken =
        from purpose in Gen.Enum<LinkPurpose>()
        from action in Gen.Byte.Array[16].Select(Convert.ToHexStringLower).Null()
        from tenant in Gen.OneOf(Gen.Const(CustomerKey.DefaultTenant), AnyName)
        from customer in Gen.OneOf(AnyName, Gen.Const("Ünï 客/4711"))
        from channel in Gen.OneOf(Gen.Const("email"), Gen.Const("sms"), AnyName)
        from promotion in Gen.Bool
        from minutes in Gen.Int[0, 1_000_000]
        select new LinkToken
        {
            Purpose = purpose,
            Action = action,
            Customer = new(tenant, new(customer)),
            Channel = channel,
            Promotion = promotion,
            ExpiresAt = minutes > 0 ? Now.AddMinutes(minutes) : null,
        };

    private static byte[] Secret(byte seed) => [.. Enumerable.Range(0, LinkKey.SecretBytes).Select(i => (byte)(i + seed))];

    private static string? TargetOf(LinkPurpose purpose) => purpose == LinkPurpose.Link ? Target : null;

    private static LinkToken Token(LinkPurpose purpose = LinkPurpose.Unsubscribe) =>
        new() { Purpose = purpose, Action = Action, Customer = CustomerKey.For(new("4711")), Channel = "email", Promotion = true };

    [Fact]
    public void Read_SignedToken_GivesWhatWasSigned() => AnyToken.Sample(token =>
        LinkSigner.Read(LinkSigner.Sign(token, Ring, TargetOf(token.Purpose)), token.Purpose, Ring, Now, TargetOf(token.Purpose)) == token);

    [Fact]
    public void Read_AnyChangedByte_IsRefused() => Gen.Select(AnyToken, Gen.Int[0, 10_000], Gen.Byte[1, 255]).Sample((token, place, change) =>
    {
        var text = LinkSigner.Sign(token, Ring, TargetOf(token.Purpose));
        var bytes = Base64Url.DecodeFromChars(text);
        bytes[place % bytes.Length] ^= change;
        return LinkSigner.Read(Base64Url.EncodeToString(bytes), token.Purpose, Ring, Now, TargetOf(token.Purpose)) is null;
    });

    [Fact]
    public void Read_AnyChangedSign_IsRefused() => Gen.Select(AnyToken, Gen.Int[0, 10_000], Gen.Char[' ', '\u017f']).Sample((token, place, sign) =>
    {
        var text = LinkSigner.Sign(token, Ring, TargetOf(token.Purpose));
        var at = place % text.Length;
        var changed = $"{text[..at]}{sign}{text[(at + 1)..]}";
        return changed == text || LinkSigner.Read(changed, token.Purpose, Ring, Now, TargetOf(token.Purpose)) is null;
    });

    // The last sign of base64 has bits that decode to nothing.
    [Theory]
    [InlineData("4")]
    [InlineData("47")]
    [InlineData("471")]
    public void Read_AnyOtherLastSign_IsRefused(string customer)
    {
        var text = LinkSigner.Sign(Token() with { Customer = CustomerKey.For(new(customer)) }, Ring);
        var read = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(c => LinkSigner.Read(text[..^1] + c, LinkPurpose.Unsubscribe, Ring, Now) is not null);
        Assert.Equal([text[^1]], read);
    }

    [Fact]
    public void Read_CutOrLonger_IsRefused() => Gen.Select(AnyToken, Gen.Int[0, 10_000]).Sample((token, place) =>
    {
        var text = LinkSigner.Sign(token, Ring, TargetOf(token.Purpose));
        var target = TargetOf(token.Purpose);
        return LinkSigner.Read(text[..(place % text.Length)], token.Purpose, Ring, Now, target) is null
            && LinkSigner.Read(text + "A", token.Purpose, Ring, Now, target) is null
            && LinkSigner.Read(text + "=", token.Purpose, Ring, Now, target) is null
            && LinkSigner.Read(" " + text, token.Purpose, Ring, Now, target) is null;
    });

    [Fact]
    public void Read_OfAnotherPurpose_IsRefused()
    {
        foreach (var signed in Enum.GetValues<LinkPurpose>())
        {
            var text = LinkSigner.Sign(Token(signed), Ring, TargetOf(signed));
            foreach (var asked in Enum.GetValues<LinkPurpose>())
            {
                Assert.Equal(signed == asked, LinkSigner.Read(text, asked, Ring, Now, TargetOf(asked)) is not null);
            }
        }
    }

    [Theory]
    [InlineData("https://shop.example/sale?a=1#top ")]
    [InlineData("https://shop.example/sale?a=1")]
    [InlineData("https://evil.example/sale?a=1#top")]
    [InlineData("HTTPS://shop.example/sale?a=1#top")]
    [InlineData("")]
    [InlineData(null)]
    public void Read_LinkWithAnotherTarget_IsRefused(string? target) =>
        Assert.Null(LinkSigner.Read(LinkSigner.Sign(Token(LinkPurpose.Link), Ring, Target), LinkPurpose.Link, Ring, Now, target));

    // Content and target follow one another in what is signed.
    [Fact]
    public void Read_BytesMovedBetweenContentAndTarget_IsRefused()
    {
        var text = LinkSigner.Sign(Token(LinkPurpose.Link) with { Customer = CustomerKey.For(new("4711h")) }, Ring, "ttps://shop.example/");
        var bytes = Base64Url.DecodeFromChars(text).ToList();
        bytes.RemoveAt(bytes.Count - 17);
        Assert.Null(LinkSigner.Read(Base64Url.EncodeToString([.. bytes]), LinkPurpose.Link, Ring, Now, "https://shop.example/"));
    }

    [Fact]
    public void Read_AfterRotation_TakesBothKeysAndSignsWithTheNewest()
    {
        var old = LinkSigner.Sign(Token(), Ring);
        var rotated = new LinkKeyRing([new LinkKey(8, Secret(8)), .. Ring.Keys]);
        var fresh = LinkSigner.Sign(Token(), rotated);
        Assert.NotNull(LinkSigner.Read(old, LinkPurpose.Unsubscribe, rotated, Now));
        Assert.NotNull(LinkSigner.Read(fresh, LinkPurpose.Unsubscribe, rotated, Now));
        Assert.Null(LinkSigner.Read(fresh, LinkPurpose.Unsubscribe, Ring, Now));
        Assert.Null(LinkSigner.Read(old, LinkPurpose.Unsubscribe, new LinkKeyRing([new LinkKey(7, Secret(9))]), Now));
        Assert.Null(LinkSigner.Read(old, LinkPurpose.Unsubscribe, LinkKeyRing.Empty, Now));
    }

    [Fact]
    public void Read_Expired_IsRefusedFromItsMinuteOn()
    {
        var text = LinkSigner.Sign(Token() with { ExpiresAt = Now.AddHours(1) }, Ring);
        Assert.NotNull(LinkSigner.Read(text, LinkPurpose.Unsubscribe, Ring, Now.AddMinutes(59)));
        Assert.Null(LinkSigner.Read(text, LinkPurpose.Unsubscribe, Ring, Now.AddHours(1)));
    }

    [Fact]
    public void Sign_UsualMessage_IsShort() => Assert.InRange(LinkSigner.Sign(Token(), Ring).Length, 1, 52);

    [Fact]
    public void Sign_LongestIds_FitsItsBound()
    {
        var token = Token() with { Customer = new(new string('t', 200), new(new string('客', 200))), Channel = new string('c', 200), ExpiresAt = Now.AddDays(1) };
        var text = LinkSigner.Sign(token, Ring);
        Assert.InRange(text.Length, 1, LinkSigner.LengthMax);
        Assert.Equal(token, LinkSigner.Read(text, LinkPurpose.Unsubscribe, Ring, Now));
    }

    [Theory]
    [InlineData("0123")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    public void Sign_OtherActionId_Throws(string action) => Assert.Throws<ArgumentException>(() => LinkSigner.Sign(Token() with { Action = action }, Ring));

    [Fact]
    public void Sign_LinkWithoutTargetOrTargetWithoutLink_Throws()
    {
        Assert.Throws<ArgumentException>(() => LinkSigner.Sign(Token(LinkPurpose.Link), Ring));
        Assert.Throws<ArgumentException>(() => LinkSigner.Sign(Token(), Ring, Target));
        Assert.Throws<InvalidOperationException>(() => LinkSigner.Sign(Token(), LinkKeyRing.Empty));
    }

    [Fact]
    public void Ring_SameIdTwiceOrShortSecret_Throws()
    {
        Assert.Throws<ArgumentException>(() => new LinkKeyRing([LinkKey.Create(1), LinkKey.Create(1)]));
        Assert.Throws<ArgumentException>(() => new LinkKey(1, new byte[LinkKey.SecretBytes - 1]));
    }

    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("http://shop.example:8080/a?b=c#d", true)]
    [InlineData("https://müller.example/ü", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/relative", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("mailto:a@b.example", false)]
    [InlineData("tel:+4930123", false)]
    [InlineData("ftp://a.example", false)]
    [InlineData("https:/\\evil.example", false)]
    [InlineData("https:\\\\evil.example", false)]
    [InlineData("https://shop.example\\@evil.example", false)]
    [InlineData("https://shop.example@evil.example", false)]
    [InlineData("https://shop.example/\r\nSet-Cookie: a=b", false)]
    [InlineData("https://shop.example/\0", false)]
    [InlineData(" https://shop.example", false)]
    [InlineData("https:evil.example", false)]
    [InlineData("https://", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsTracked_Address_IsAPageOfTheWebOnly(string? address, bool tracked) => Assert.Equal(tracked, LinkTarget.IsTracked(address));
}
