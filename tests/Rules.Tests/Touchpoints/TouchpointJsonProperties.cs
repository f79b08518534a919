using System.Text;
using System.Text.Json;
using CsCheck;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Tests.Touchpoints;

public sealed class TouchpointJsonProperties
{
    private static Gen<string> Of(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    // Letters, quotes, control characters that texts may carry, accents, and characters outside the basic plane.
    private static readonly Gen<string> Piece = Of("a", "Z", "0", " ", "\"", "\\", "/", "~", ".", "\n", "\t", "é", "漢", "😀", "+", "<", "&");
    private static readonly Gen<string> Words = Piece.Array[0, 12].Select(string.Concat);
    private static readonly Gen<string> Ids = Of("a", "Z", "0", "é", "/", "\"", "😀", "-", " ").Array[0, 8].Select(p => "x" + string.Concat(p));

    private static readonly Gen<Scalar> Single = Gen.OneOf(
        Gen.Const(Scalar.None),
        Words.Select(Scalar.Of),
        Gen.Double[-9e15, 9e15].Select(Scalar.Of),
        Gen.Long[-9_007_199_254_740_991, 9_007_199_254_740_991].Select(n => Scalar.Of((double)n)),
        Gen.Bool.Select(Scalar.Of));

    private static readonly Gen<Scalar> Value = Gen.Frequency((4, Single), (1, Single.Array[0, 5].Select(s => Scalar.Of(s))));

    private static readonly Gen<AttributeSet> Attributes = Gen.Select(Ids, Value)
        .Array[0, 8].Select(pairs => AttributeSet.Of(pairs.DistinctBy(p => p.Item1).Select(p => new NamedValue(p.Item1, p.Item2)).ToList()));

    private static readonly Gen<DateTimeOffset> At = Gen.Select(Gen.Long[0, 32_503_680_000_000 - 86_400_000], Gen.Int[-14 * 60, 14 * 60])
        .Select((ms, offset) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(TimeSpan.FromMinutes(offset)));

    private static readonly Gen<Feedback> Feedbacks = Gen.Select(
        Gen.Int[0, 10].Nullable(), Gen.Int[1, 5].Nullable(), Gen.Int[1, 7].Nullable(), Words.Null(), Of("en", "pt-PT").Null(),
        Gen.Select(Gen.Double[-1, 1].Nullable(), Ids.Array[0, Feedback.ReasonsMax]),
        (nps, csat, ces, text, lang, read) => new Feedback { Nps = nps, Csat = csat, Ces = ces, Text = text, Lang = lang, Sentiment = read.Item1, Reasons = [.. read.Item2.Distinct()] });

    private static readonly Gen<Money> Monies = Gen.Select(Gen.Decimal.Where(d => Math.Abs(d) <= Numbers.AmountMax), Of("EUR", "USD"), (a, c) => new Money { Amount = a, Currency = c });

    private static readonly Gen<IdentitySet> Identities = Gen.Select(Of("email", "phone", "crm", "shopify", "cookie"), Ids)
        .Array[0, 6].Select(pairs => IdentitySet.Of(pairs.Select(p => new CustomerIdentity(p.Item1, p.Item2))));

    private static readonly Gen<Touchpoint> Any = Gen.Select(
        Gen.Select(Ids, Ids), Ids, Ids, At, Gen.Select(Ids.Null(), Attributes, Identities), Feedbacks.Null(), Monies.Null(),
        (identity, type, customer, at, more, feedback, money) => new Touchpoint
        {
            Identity = new(identity.Item1, identity.Item2),
            Type = type,
            Customer = new(customer),
            At = at,
            Channel = more.Item1,
            Attributes = more.Item2,
            Identities = more.Item3,
            Feedback = feedback,
            Value = money,
        });

    [Fact]
    public void Read_OfWritten_IsTheSame() => Any.Sample(touchpoint =>
    {
        var reading = TouchpointJson.Read(TouchpointJson.Write(touchpoint));
        Assert.Empty(reading.Errors);
        Assert.Equal(Encoding.UTF8.GetString(TouchpointJson.Write(touchpoint)), Encoding.UTF8.GetString(TouchpointJson.Write(reading.Touchpoint!)));
        Assert.Equal<NamedValue>(touchpoint.Attributes.Values, reading.Touchpoint!.Attributes.Values);
        Assert.Equal(touchpoint, reading.Touchpoint);
        Assert.True(touchpoint.At.EqualsExact(reading.Touchpoint!.At));
        Assert.Empty(reading.KeptAsAttributes);
    });

    [Fact]
    public void Read_OfAnyBytes_NeverThrows() =>
        Gen.Select(Any, Gen.Int[0, 400], Gen.Byte, Gen.Bool).Sample((touchpoint, place, with, cut) =>
        {
            var json = TouchpointJson.Write(touchpoint);
            var at = place % json.Length;
            json[at] = with;
            var reading = TouchpointJson.Read(cut ? json.AsSpan(0, at) : json);
            Assert.Equal(reading.Touchpoint is null, !reading.Errors.IsEmpty);
        });

    [Fact]
    public void ReadItem_InAnArray_ReadsAsAlone() => Any.Array[1, 4].Sample(touchpoints =>
    {
        var array = Encoding.UTF8.GetBytes("[" + string.Join(" ,\n", touchpoints.Select(t => Encoding.UTF8.GetString(TouchpointJson.Write(t)))) + "]");
        var read = new List<Touchpoint?>();
        var reader = new Utf8JsonReader(array);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            read.Add(TouchpointJson.ReadItem(array, ref reader).Touchpoint);
        }

        Assert.Equal<Touchpoint?>(touchpoints, read);
    });
}
