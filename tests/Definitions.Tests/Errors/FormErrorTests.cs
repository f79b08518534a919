namespace CxOrchestrator.Definitions.Tests.Errors;

public sealed class FormErrorTests
{
    private const string Rest = "id: f\nname: F\nfallback: en\n";
    private const string Head = "kind: form\n" + Rest;
    private const string Texts = "languages:\n  en: {title: T, question: Q}\n";
    private const string Nps = Head + "score: nps\n" + Texts;
    private const string Template = "---\nkind: template\nid: t\nname: T\nfallback: en\nlanguages:\n  en:\n";

    [Fact]
    public void Read_Form_HasItsFields()
    {
        const string text = "kind: form\nid: f\nname: F\nscore: ces\ncomment: required\ncommentMax: 500\ntouchpoint: ticket.rated\nattributes: [ticket, order]\nvalidFor: 7 days\ncolor: \"#FFEE00\"\n"
            + "logo: image:0123456789abcdef0123456789abcdef.png\nfallback: en\nlanguages:\n  en: {title: T, question: Q, low: L, high: H, comment: C, thanks: D}\n  pt-BR: {title: T2, question: Q2, comment: C2}\n";

        var form = Assert.Single(DefinitionReader.Read([new("x.yaml", text)], (_, _) => 3).Set!.Forms);

        Assert.Equal(("f", "F", 3, Rules.Forms.FormScore.Ces, Rules.Forms.FormComment.Required, 500), (form.Id, form.Name, form.Version, form.Score, form.Comment, form.CommentLengthMax));
        Assert.Equal(("ticket.rated", TimeSpan.FromDays(7), "#ffee00", "#000000", "0123456789abcdef0123456789abcdef.png"), (form.Touchpoint, form.ValidFor, form.Color, form.LabelColor, form.Logo));
        Assert.Equal(["ticket", "order"], form.Attributes);
        Assert.Equal("cx.forms.f", form.Source);
        Assert.Equal("T2", form.For("pt_br").Title);
        Assert.Equal("T", form.For("pt", "fr").Title);
        Assert.Equal("T2", form.For(null, "xx", "pt-BR").Title);
        Assert.Equal(new() { Language = "en", Title = "T", Question = "Q", Low = "L", High = "H", Comment = "C", Thanks = "D" }, form.For());
    }

    [Theory]
    [InlineData("▸kind: form\n" + Rest + Texts, "a form asks for something: give it a 'score' (nps, csat or ces), a 'comment'")]
    [InlineData("▸kind: form\n" + Rest + "score: nps\n", "'languages' is missing; a form needs it")]
    [InlineData("▸kind: form\nid: f\nname: F\nscore: nps\n" + Texts, "'fallback' is missing; a form needs it")]
    [InlineData(Head + "score: ▸npss\n" + Texts, "'score' is one of nps, csat, ces; did you mean 'nps'?")]
    [InlineData(Nps + "▸scores: nps\n", "unknown field 'scores'; did you mean 'score'?")]
    [InlineData(Nps + "comment: ▸yes\n", "'comment' is one of none, optional, required")]
    [InlineData(Nps + "▸commentMax: 5\n", "'commentMax' is the longest comment, and this form asks for none")]
    [InlineData(Head + "comment: optional\ncommentMax: ▸10001\nlanguages: {en: {title: T, comment: C}}\n", "'commentMax' goes from 1 to 10000")]
    [InlineData(Nps + "validFor: ▸5 minutes\n", "'validFor' goes from 1 hour to 366 days")]
    [InlineData(Nps + "▸touchpoint: survey.*\n", "an answer becomes a touchpoint of one type")]
    [InlineData(Nps + "attributes: [order, ▸order]\n", "'order' is listed twice")]
    [InlineData(Nps + "attributes: [▸the order]\n", "'the order' cannot be an attribute of a link")]
    [InlineData(Nps + "attributes: ▸score\n", "'score' has a meaning of its own")]
    [InlineData(Nps + "attributes: [a, b, c, d, e, f, g, h, i, j, ▸k]\n", "'attributes' has 11 items; the most are 10")]
    [InlineData(Nps + "color: ▸red\n", "'red' is no colour; write it like \"#3445c4\", in quotes")]
    [InlineData(Nps + "logo: ▸https://shop.pt/x.png\n", "is no reference to an uploaded image")]
    [InlineData("kind: form\nid: f\nname: F\nfallback: ▸de\nscore: nps\n" + Texts, "there are no texts in 'de'; the fallback is one of the languages: en")]
    [InlineData(Head + "score: nps\nlanguages: ▸en\n", "'languages' is a group of languages")]
    [InlineData(Head + "score: nps\nlanguages:\n  en: {title: T, question: Q}\n  ▸german: {title: T, question: Q}\n", "'german' is no language; write it like en or pt-BR")]
    [InlineData(Head + "score: nps\nlanguages:\n  en: ▸{title: T}\n", "'question' is missing; the texts of a language needs it")]
    [InlineData(Head + "score: nps\ncomment: optional\nlanguages:\n  en: ▸{title: T, question: Q}\n", "'comment' is missing")]
    [InlineData(Head + "comment: optional\nlanguages:\n  en: {title: T, comment: C, ▸low: L}\n", "'low' belongs to a score, and this form asks for none")]
    [InlineData(Head + "score: nps\nlanguages:\n  en: {title: T, question: Q, ▸comment: C}\n", "this form asks for no comment")]
    public void Read_BadForm_SaysWhereAndHow(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData("    text: 'Go to {{ \"▸g\" | form_link }}'\n", "no form 'g' in the documents; there are f")]
    [InlineData("    text: 'Your order: {{ \"f\" | form_link: ▸ordr: journey.correlation }}'\n", "no attribute 'ordr' in the links of form 'f'; did you mean 'order'?")]
    [InlineData("    text: '{{ customer.id | ▸form_link }}'\n", "form_link follows the id of a form, in quotes")]
    [InlineData("    text: '{{ \"f\" | ▸form_link: journey.correlation }}'\n", "each value of form_link has the name of an attribute before it")]
    [InlineData("    text: '{{ \"f\" | form_link: ▸score: 11 }}'\n", "'score' is the score that the page opens with")]
    [InlineData("    subject: 'Hello {{ \"▸f\" | form_link }}'\n    text: x\n", "a subject has no links; write the link to the form 'f' into the text")]
    public void Read_BadLinkInATemplate_SaysWhere(string texts, string message) => Marked.AssertErrors(Nps + "attributes: [order]\n" + Template + texts, message);

    [Fact]
    public void Read_LinkInBlocks_IsCheckedThereToo() => Marked.AssertErrors(
        Nps + Template.Replace("fallback", "format: html\nfallback", StringComparison.Ordinal) + "    subject: Hello\n    blocks:\n      - button: {label: Go, link: '{{ \"▸g\" | form_link }}'}\n", "no form 'g' in the documents");
}
