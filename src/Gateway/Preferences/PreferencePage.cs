using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>The pages that customers see, which need no script. Everything that is not markup is encoded.</summary>
internal static class PreferencePage
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private const string Style =
        """
        :root { --bg: #f6f7f9; --card: #fff; --text: #1a1f2b; --muted: #565f70; --line: #d6dae2; --field: #767e8e; --accent: #3445c4; --on: #fff; --good: #14653a; --good-bg: #e6f4ec }
        @media (prefers-color-scheme: dark) { :root { --bg: #12151c; --card: #1a1e28; --text: #e8ebf2; --muted: #a3acbd; --line: #333a49; --field: #6f7a90; --accent: #a9b6ff; --on: #12151c; --good: #8fdcb0; --good-bg: #16301f } }
        * { box-sizing: border-box }
        body { margin: 0; padding: 32px 16px 64px; font: 16px/1.5 system-ui, sans-serif; background: var(--bg); color: var(--text); overflow-wrap: break-word }
        main { max-width: 40rem; margin: 0 auto }
        h1 { margin: 0 0 8px; font-size: 28px; line-height: 1.2 }
        h2, legend { margin: 0; font-size: 18px; line-height: 1.3; font-weight: 600 }
        p { margin: 0 0 16px }
        a { color: var(--accent) }
        .brand { font-weight: 600; color: var(--muted); margin-bottom: 24px }
        .lead, .hint { color: var(--muted) }
        .card { margin: 0 0 16px; padding: 20px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; min-width: 0 }
        legend { float: left; width: 100%; padding: 0; margin-bottom: 8px }
        legend + div { clear: both }
        .choice { display: flex; gap: 12px; padding: 8px 0; cursor: pointer }
        .choice input { flex: none; width: 20px; height: 20px; margin: 2px 0 0; accent-color: var(--accent) }
        .choice strong { display: block; font-weight: 500 }
        .hint { font-size: 14px; line-height: 1.4; display: block }
        .row { display: flex; align-items: center; justify-content: space-between; gap: 16px 24px }
        .row p { margin: 4px 0 0 }
        button { flex: none; min-height: 44px; padding: 8px 20px; font: inherit; font-weight: 600; cursor: pointer; border-radius: 8px; border: 1px solid var(--accent); color: var(--accent); background: transparent }
        .primary { color: var(--on); background: var(--accent) }
        .save { margin: 24px 0 40px }
        .notice { margin: 0 0 16px; padding: 12px 16px; border-left: 4px solid var(--good); border-radius: 8px; background: var(--good-bg) }
        .notice p { margin: 0; font-weight: 600; color: var(--good) }
        .notice ul { margin: 8px 0 0; padding-left: 20px }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
        @media (min-width: 36rem) { .choices { display: grid; grid-template-columns: 1fr 1fr; gap: 0 24px } }
        @media (max-width: 35.99rem) { .row { flex-direction: column; align-items: stretch } .save button { width: 100% } }
        """;

    /// <summary>A page that says something and asks nothing.</summary>
    public static string Note(PreferenceTexts texts, string company, string title, string text, string? more = null) => Of(
        texts, company, title,
        $"<p class=\"lead\">{Text(text)}</p>{(more is null ? "" : $"\n<p><a href=\"{Text(more)}\">{Text(texts.More)}</a></p>")}");

    /// <summary>Asks before it unsubscribes.</summary>
    /// <param name="texts">The customer's language.</param>
    /// <param name="company">The sender's name.</param>
    /// <param name="question">What ends.</param>
    /// <param name="number">Of the page.</param>
    /// <param name="more">Address of the preference centre.</param>
    public static string Ask(PreferenceTexts texts, string company, string question, string number, string more) => Of(
        texts, company, texts.UnsubscribeTitle,
        $"""
        <p class="lead">{Text(question)}</p>
        <form method="post">
        <input type="hidden" name="{PreferenceFields.Number}" value="{Text(number)}">
        <p class="save"><button class="primary">{Text(texts.Unsubscribe)}</button></p>
        </form>
        <p><a href="{Text(more)}">{Text(texts.More)}</a></p>
        """);

    /// <summary>The preference centre.</summary>
    public static string Centre(PreferenceView view)
    {
        var texts = view.Texts;
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"<p class=\"lead\">{Text(texts.Intro)}{(view.Address is { } address ? $"<br>{Text(Filled(texts.For, address))}" : "")}</p>\n");
        Notice(body, view);
        body.Append(CultureInfo.InvariantCulture, $"<form method=\"post\">\n<input type=\"hidden\" name=\"{PreferenceFields.Number}\" value=\"{Text(view.Number)}\">\n");
        foreach (var channel in view.Choices.Channels)
        {
            body.Append(CultureInfo.InvariantCulture, $"<fieldset class=\"card\"><legend>{Text(texts.ChannelName(channel.Channel))}</legend>\n<div class=\"choices\">\n<input type=\"hidden\" name=\"{PreferenceFields.Shown}\" value=\"{Text(channel.Channel)}\">\n");
            Choice(body, PreferenceFields.Of(channel.Channel, PolicyCategory.Service), channel.Service, texts.Service, texts.ServiceHint);
            Choice(body, PreferenceFields.Of(channel.Channel, PolicyCategory.Promotion), channel.Promotion, texts.Promotion, texts.PromotionHint);
            body.Append("</div></fieldset>\n");
        }

        body.Append(CultureInfo.InvariantCulture, $"<fieldset class=\"card\"><legend>{Text(texts.Privacy)}</legend>\n<div>\n");
        Choice(body, StatedPreferences.Tracking, view.Choices.Tracking, texts.Tracking, texts.TrackingHint);
        body.Append(CultureInfo.InvariantCulture, $"</div></fieldset>\n<p class=\"save\"><button class=\"primary\" name=\"{PreferenceFields.Do}\" value=\"{PreferenceFields.Save}\">{Text(texts.Save)}</button></p>\n");
        var (pauseHint, pauseValue, pause) = view.PausedUntil is { } until
            ? (Filled(texts.PausedUntil, texts.DateOf(until)), PreferenceFields.Resume, view.MayResume ? texts.Resume : null)
            : (texts.PauseHint, PreferenceFields.Pause, texts.Pause);
        Row(body, texts.PauseTitle, pauseHint, pauseValue, pause);
        Row(body, texts.NoneTitle, texts.NoneHint, PreferenceFields.None, texts.None);
        body.Append("</form>");
        return Of(texts, view.Company, texts.Title, body.ToString());
    }

    private static void Notice(StringBuilder body, PreferenceView view)
    {
        if (view.Notice is { } notice)
        {
            var changes = view.Changes.IsEmpty ? "" : $"<ul>{string.Concat(view.Changes.Select(c => $"<li>{Text(c)}</li>"))}</ul>";
            body.Append(CultureInfo.InvariantCulture, $"<div class=\"notice\" role=\"status\"><p>{Text(notice)}</p>{changes}</div>\n");
        }
    }

    private static void Choice(StringBuilder body, string value, bool on, string name, string hint) => body.Append(
        CultureInfo.InvariantCulture,
        $"<label class=\"choice\"><input type=\"checkbox\" name=\"{PreferenceFields.On}\" value=\"{Text(value)}\"{(on ? " checked" : "")}><span><strong>{Text(name)}</strong><span class=\"hint\">{Text(hint)}</span></span></label>\n");

    private static void Row(StringBuilder body, string title, string hint, string value, string? button) => body.Append(
        CultureInfo.InvariantCulture,
        $"<section class=\"card row\"><div><h2>{Text(title)}</h2><p class=\"hint\">{Text(hint)}</p></div>{(button is null ? "" : $"<button name=\"{PreferenceFields.Do}\" value=\"{value}\">{Text(button)}</button>")}</section>\n");

    private static string Of(PreferenceTexts texts, string company, string title, string body) =>
        $"""
        <!doctype html>
        <html lang="{texts.Language}">
        <head><meta charset="utf-8"><title>{Text(title)}{(company.Length == 0 ? "" : $" - {Text(company)}")}</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><style>{Style}</style></head>
        <body><main>
        {(company.Length == 0 ? "" : $"<p class=\"brand\">{Text(company)}</p>")}
        <h1>{Text(title)}</h1>
        {body}
        </main></body>
        </html>
        """;

    public static string Filled(string text, string value) => string.Format(CultureInfo.InvariantCulture, text, value);

    private static string Text(string text) => Encoder.Encode(text);
}
