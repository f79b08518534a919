using CxOrchestrator.Channels.Mail.Returns;
using static CxOrchestrator.Channels.Tests.Mail.Returns.Corpus;

namespace CxOrchestrator.Channels.Tests.Mail.Returns;

/// <summary>What is new in a reply.</summary>
public sealed class ReplyTextTests
{
    [Theory]
    [InlineData("Thanks!\n\nOn Mon, 2 Mar 2026, Shop wrote:\n> Hi\n> there", "Thanks!")]
    [InlineData("Danke!\n\nAm 02.03.26 um 08:00 schrieb Shop:\n> Hallo", "Danke!")]
    [InlineData("Merci\n\nLe lun. 2 mars 2026 à 08:00, Shop <shop@shop.example> a\nécrit :\n\n> Bonjour", "Merci\n\nLe lun. 2 mars 2026 à 08:00, Shop <shop@shop.example> a\nécrit :")]
    [InlineData("Obrigado\n\nEm seg., 2 de mar. de 2026 às 08:00, Shop <\nshop@shop.example> escreveu:\n\n> Olá", "Obrigado")]
    [InlineData("Yes\n\n-----Original Message-----\nFrom: Shop\nHi", "Yes")]
    [InlineData("Ja\n\nVon: Shop <shop@shop.example>\nGesendet: Montag, 2. März 2026\nAn: Ann\nBetreff: x\n\nHallo", "Ja")]
    [InlineData("Yes\n-- \nAnn Lee\nDirector", "Yes")]
    [InlineData("Yes\n\nSent from my iPhone", "Yes")]
    [InlineData("> Where is it?\nStill here.\n\n> And now?\nGone.", "Still here.\n\nGone.")]
    [InlineData("On Monday I wrote:\nnothing came back", "On Monday I wrote:\nnothing came back")]
    [InlineData("From: me to you\nwith love", "From: me to you\nwith love")]
    [InlineData("-- \nAnn", "")]
    [InlineData("one\n\n\n\ntwo", "one\n\ntwo")]
    public void Of_Text_KeepsWhatIsNew(string text, string expected) => Assert.Equal(expected, ReplyText.Of(text));

    [Fact]
    public void Of_HtmlAlone_LeavesQuotationsOut()
    {
        var mail = Parsed(Reply("<p>When will it <b>arrive</b>?</p><div class=\"gmail_quote\">On Monday Shop wrote:<blockquote>It is late.</blockquote></div>").Replace("text/plain", "text/html", StringComparison.Ordinal));

        Assert.Equal("When will it arrive?", ReplyText.Of(mail));
    }

    [Fact]
    public void Of_HtmlOfOutlook_EndsWhereTheOriginalBegins()
    {
        var mail = Parsed(Reply("<div>Yes, please.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\">From: Shop</div><div>It is late.</div>").Replace("text/plain", "text/html", StringComparison.Ordinal));

        Assert.Equal("Yes, please.", ReplyText.Of(mail));
    }

    [Fact]
    public void Of_HtmlNestedWithoutEnd_IsLeftOut()
    {
        var mail = Parsed(Reply(string.Concat(Enumerable.Repeat("<div>", 30_000)) + "x").Replace("text/plain", "text/html", StringComparison.Ordinal));

        Assert.Equal("", ReplyText.Of(mail));
    }

    [Fact]
    public void Of_LineThatRepeatsAnAttribution_IsReadInTime()
    {
        var line = "On " + string.Concat(Enumerable.Repeat("wrote ", 60_000));
        var began = TimeProvider.System.GetTimestamp();

        Assert.StartsWith("On wrote", ReplyText.Of(line), StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Of_VeryLong_IsCut()
    {
        var text = ReplyText.Of(new string('x', ReplyText.LengthMax - 1) + "😀😀");

        Assert.Equal(ReplyText.LengthMax, text.Length);
        Assert.EndsWith("x…", text, StringComparison.Ordinal);
    }
}
