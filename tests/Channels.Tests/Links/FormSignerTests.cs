using CxOrchestrator.Channels.Links;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Channels.Tests.Links;

public sealed class FormSignerTests
{
    private const string Answer = "00112233445566778899aabbccddeeff";
    private static readonly LinkKeyRing Ring = new([LinkKey.Create(1)]);

    private static FormToken Token => new()
    {
        Form = "order-feedback",
        Customer = new CustomerKey("other", new("ção/1")),
        Attributes = [KeyValuePair.Create("order", "47 11; ü"), KeyValuePair.Create("ticket", "x")],
        IssuedAt = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero),
        Answer = Answer,
        IsTest = true,
    };

    [Fact]
    public void Read_SignedToken_HasAllOfIt()
    {
        var read = FormSigner.Read(FormSigner.Sign(Token, Ring), Ring)!;

        Assert.Equal(Token with { Attributes = read.Attributes }, read);
        Assert.Equal(Token.Attributes, read.Attributes);
        Assert.False(FormSigner.Read(FormSigner.Sign(Token with { IsTest = false }, Ring), Ring)!.IsTest);
    }

    [Fact]
    public void Read_TokenChangedAnywhere_IsNull()
    {
        var text = FormSigner.Sign(Token, Ring);

        Assert.All(Enumerable.Range(0, text.Length), i => Assert.Null(FormSigner.Read($"{text[..i]}{(text[i] == 'A' ? 'B' : 'A')}{text[(i + 1)..]}", Ring)));
        Assert.Null(FormSigner.Read(text[..^4], Ring));
        Assert.Null(FormSigner.Read($"{text}AAAA", Ring));
        Assert.Null(FormSigner.Read($" {text}", Ring));
        Assert.Null(FormSigner.Read(null, Ring));
        Assert.Null(FormSigner.Read(text, new LinkKeyRing([LinkKey.Create(1)])));
        Assert.Null(FormSigner.Read(text, LinkKeyRing.Empty));
    }

    [Fact]
    public void Read_TokenOfOtherLinks_IsNullEitherWay()
    {
        var preferences = LinkSigner.Sign(new LinkToken { Purpose = LinkPurpose.Preferences, Customer = CustomerKey.For(new("c1")), Channel = "email" }, Ring);

        Assert.Null(FormSigner.Read(preferences, Ring));
        Assert.All(Enum.GetValues<LinkPurpose>().Where(p => p != LinkPurpose.Link), p => Assert.Null(LinkSigner.Read(FormSigner.Sign(Token, Ring), p, Ring, Token.IssuedAt)));
    }

    [Fact]
    public void Sign_LongestIds_AreReadAgain()
    {
        var token = Token with { Form = new string('f', 100), Customer = new CustomerKey(new string('t', 60), new(new string('€', 200))), Attributes = [KeyValuePair.Create("order", new string('x', FormSigner.AttributeBytesMax - 5))] };
        var text = FormSigner.Sign(token, Ring);

        Assert.InRange(text.Length, 1, FormSigner.LengthMax);
        Assert.Equal(token.Customer, FormSigner.Read(text, Ring)!.Customer);
        Assert.Throws<ArgumentException>(() => FormSigner.Sign(token with { Attributes = [KeyValuePair.Create("order", new string('x', FormSigner.AttributeBytesMax))] }, Ring));
    }

    [Fact]
    public void AnswerOf_ActionFormAndAttributes_TellsAnswersApart()
    {
        var answer = FormSigner.AnswerOf("a", "f", Token.Attributes);

        Assert.Equal(32, answer.Length);
        Assert.Equal(answer, FormSigner.AnswerOf("a", "f", [.. Token.Attributes.Reverse()]));
        Assert.Equal(4, new[] { answer, FormSigner.AnswerOf("b", "f", Token.Attributes), FormSigner.AnswerOf("a", "g", Token.Attributes), FormSigner.AnswerOf("a", "f", []) }.Distinct().Count());
        Assert.NotEqual(FormSigner.NewAnswer(), FormSigner.NewAnswer());
    }
}
