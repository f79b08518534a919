using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using CxOrchestrator.Rules.Forms;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>The pages of forms that customers see, which need no script. Everything that is not markup is encoded.</summary>
internal static class FormPage
{
    private const int ScaleOfNps = 11;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Asks.</summary>
    public static string Ask(FormView view)
    {
        var body = new StringBuilder();
        Notice(body, view);
        body.Append("<form method=\"post\" accept-charset=\"utf-8\">\n");
        if (view.Form.Score is { } score)
        {
            Scale(body, view, score);
        }

        if (view.Form.Comment != FormComment.None)
        {
            Comment(body, view);
        }

        body.Append(CultureInfo.InvariantCulture, $"<button>{Text(view.Words.Send)}</button>\n</form>");
        return Of(view, view.Texts.Title, body.ToString());
    }

    /// <summary>The answer is stored.</summary>
    public static string Thanks(FormView view) => Of(view, view.Words.ThanksTitle, Lead(view.Texts.Thanks ?? view.Words.Thanks), done: true);

    /// <summary>The answer was stored before.</summary>
    public static string Already(FormView view) => Of(view, view.Words.AlreadyTitle, Lead(view.Words.Already), done: true);

    /// <summary>A page that says something and asks nothing, of no form.</summary>
    public static string Note(FormWords words, string company, string title, string text) => Html(words.Language, company, title, Brand(null, company), Lead(text), FormStyle.Of(null, embedded: false), "");

    private static void Notice(StringBuilder body, FormView view)
    {
        if (view.Test)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"notice test\">{Text(view.Words.Test)}</p>\n");
        }

        if (view.Away || view.Faults.Any)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"notice\" role=\"alert\">{Text(view.Away ? view.Words.Away : view.Words.Check)}</p>\n");
        }
    }

    private static void Scale(StringBuilder body, FormView view, FormScore score)
    {
        var (least, most) = FormScores.Bounds(score);
        var (texts, count, fault) = (view.Texts, most - least + 1, view.Faults.Score);
        body.Append(CultureInfo.InvariantCulture, $"<fieldset class=\"card{(fault is null ? "" : " wrong")}\"{(fault is null ? "" : " aria-describedby=\"score-fault\"")}><legend>{Text(texts.Question!)}</legend>\n");
        body.Append(CultureInfo.InvariantCulture, $"<div class=\"scores{(count == ScaleOfNps ? " n11" : "")}\" style=\"--n: {count}\">\n");
        for (var value = least; value <= most; value++)
        {
            var meaning = value == least ? texts.Low : value == most ? texts.High : null;
            var spoken = meaning is null ? "" : $"<em class=\"hidden\">: {Text(meaning)}</em>";
            var ticked = view.Answer.Score == value ? " checked" : "";
            body.Append(CultureInfo.InvariantCulture, $"<label><input type=\"radio\" name=\"{FormDefinition.ScoreParameter}\" value=\"{value}\" required{ticked}><span>{value}{spoken}</span></label>\n");
        }

        body.Append("</div>\n");
        if (texts.Low is not null || texts.High is not null)
        {
            body.Append(CultureInfo.InvariantCulture, $"<div class=\"ends\" aria-hidden=\"true\"><span>{Text(texts.Low ?? "")}</span><span>{Text(texts.High ?? "")}</span></div>\n");
        }

        Fault(body, "score-fault", fault);
        body.Append("</fieldset>\n");
    }

    private static void Comment(StringBuilder body, FormView view)
    {
        var (form, fault) = (view.Form, view.Faults.Comment);
        var needed = form.Comment == FormComment.Required || form.Score is null;
        var described = fault is null ? "comment-hint" : "comment-hint comment-fault";
        body.Append(CultureInfo.InvariantCulture, $"<div class=\"card{(fault is null ? "" : " wrong")}\"><label class=\"ask\" for=\"comment\">{Text(view.Texts.Comment!)}{(needed ? "" : $" <small>({Text(view.Words.Optional)})</small>")}</label>\n");
        body.Append(CultureInfo.InvariantCulture, $"<textarea id=\"comment\" name=\"{FormAnswer.CommentField}\" rows=\"5\" maxlength=\"{form.CommentLengthMax}\" aria-describedby=\"{described}\"");

        // What follows the tag directly as a line is not the text's.
        body.Append(CultureInfo.InvariantCulture, $"{(needed ? " required" : "")}{(fault is null ? "" : " aria-invalid=\"true\"")}>\n{Text(view.Answer.Comment)}</textarea>\n");
        body.Append(CultureInfo.InvariantCulture, $"<p class=\"hint\" id=\"comment-hint\">{Text(string.Format(CultureInfo.InvariantCulture, view.Words.AtMost, form.CommentLengthMax.ToString(CultureInfo.InvariantCulture)))}</p>\n");
        Fault(body, "comment-fault", fault);
        body.Append("</div>\n");
    }

    private static void Fault(StringBuilder body, string id, string? fault)
    {
        if (fault is not null)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"fault\" id=\"{id}\">{Text(fault)}</p>\n");
        }
    }

    private static string Lead(string text) => $"<p class=\"lead\">{Text(text)}</p>";

    private static string Of(FormView view, string title, string body, bool done = false) => Html(
        view.Texts.Language, view.Company, title, Brand(view.Form.Logo, view.Company), body, FormStyle.Of(view.Form, view.Embedded),
        view.Embedded ? $"<script>{FormFrame.Script}</script>" : "", done);

    private static string Brand(string? logo, string company) =>
        logo is not null ? $"<p class=\"brand\"><img src=\"../i/{Text(logo)}\" alt=\"{Text(company)}\"></p>"
        : company.Length > 0 ? $"<p class=\"brand\">{Text(company)}</p>"
        : "";

    private static string Html(string language, string company, string title, string brand, string body, string style, string script, bool done = false) =>
        $"""
        <!doctype html>
        <html lang="{Text(language)}">
        <head><meta charset="utf-8"><title>{Text(title)}{(company.Length == 0 ? "" : $" - {Text(company)}")}</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><style>{style}</style></head>
        <body{(done ? " data-done" : "")}><main>
        {brand}
        <h1>{Text(title)}</h1>
        {body}
        </main>{script}</body>
        </html>
        """;

    private static string Text(string text) => Encoder.Encode(text);
}
