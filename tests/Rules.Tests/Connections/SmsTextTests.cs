using CsCheck;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Rules.Tests.Connections;

public sealed class SmsTextTests
{
    [Theory]
    [InlineData("", 0, 0, 160, "GSM-7")]
    [InlineData("Grüße von Ann @ 5", 17, 1, 160, "GSM-7")]
    [InlineData("5 €", 4, 1, 160, "GSM-7")]
    [InlineData("{[~]}|^\\", 16, 1, 160, "GSM-7")]
    [InlineData("Line one\r\nline two", 18, 1, 160, "GSM-7")]
    [InlineData("Your parcel — late", 18, 1, 70, "UCS-2")]
    [InlineData("ção", 3, 1, 70, "UCS-2")]
    [InlineData("🎁", 2, 1, 70, "UCS-2")]
    public void Of_Text_CountsPlacesOfItsAlphabet(string text, int length, int parts, int room, string alphabet)
    {
        var sms = SmsText.Of(text);

        Assert.Equal((length, parts, room, alphabet), (sms.Length, sms.Parts, sms.Room, sms.Alphabet));
    }

    [Theory]
    [InlineData('a', 160, 1)]
    [InlineData('a', 161, 2)]
    [InlineData('a', 306, 2)]
    [InlineData('a', 307, 3)]
    [InlineData('€', 80, 1)]
    [InlineData('€', 81, 2)]
    [InlineData('ç', 70, 1)]
    [InlineData('ç', 71, 2)]
    [InlineData('ç', 134, 2)]
    [InlineData('ç', 135, 3)]
    public void Of_ManyCharacters_AreDividedAsNetworksDivide(char character, int count, int parts) => Assert.Equal(parts, SmsText.Of(new string(character, count)).Parts);

    // 76 euro signs fill 152 of 153 places: the 77th goes into the next message whole.
    [Fact]
    public void Of_TwoPlacesAtTheEndOfAPart_AreNotDivided()
    {
        Assert.Equal(2, SmsText.Of(new string('€', 152)).Parts);
        Assert.Equal(3, SmsText.Of(new string('€', 153)).Parts);
        Assert.Equal(3, SmsText.Of(string.Concat(Enumerable.Repeat("🎁", 67))).Parts);
    }

    [Fact]
    public void Of_Unicode_NamesTheFirstCharactersThatNeedItOnce() => Assert.Equal(["“", "”", "—"], SmsText.Of("“a” — “b”").Lacking);

    [Fact]
    public void Of_AnyText_FitsIntoItsPartsAndNotIntoFewer() =>
        Gen.String[Gen.Char["a€ç—{ \n"], 0, 700].Sample(text =>
        {
            var sms = SmsText.Of(text);
            var (most, part) = sms.IsUnicode ? (SmsText.UnicodeMax, SmsText.UnicodePartMax) : (SmsText.GsmMax, SmsText.GsmPartMax);
            Assert.Equal(sms.Length == 0, sms.Parts == 0);
            Assert.True(sms.Length <= sms.Room);
            Assert.True(sms.Length <= most ? sms.Parts <= 1 : sms.Length > (sms.Parts - 1) * (part - 1));
        });
}
