using System.Globalization;
using System.Net;
using System.Text;

namespace CxOrchestrator.Mailbox.Page;

/// <summary>The inbox as HTML. Everything that comes from a message is encoded.</summary>
internal static class InboxHtml
{
    private const string Head =
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
        <title>Mailbox</title><link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,"><script src="/inbox.js" defer></script></head>
        """;

    private static readonly (string View, string Label)[] Views = [("html", "HTML"), ("text", "Text"), ("headers", "Headers"), ("source", "Source")];

    public static string Missing => $"""{Head}<body><main class="empty"><h1>This message is gone</h1><p>The mailbox keeps the newest {Inbox.MessagesMax} messages, until it ends or is emptied.</p><p><a href="/">All messages</a></p></main></body></html>""";

    public static string Page(InboxPageState state)
    {
        var html = new StringBuilder(Head);
        html.Append(CultureInfo.InvariantCulture, $"""<body data-newest="{state.Found.Items.FirstOrDefault()?.Id ?? 0}" data-live="{(state.Query.Length == 0 ? "yes" : "no")}" class="{(state.Open is null ? "list" : "open")}">""");
        html.Append(CultureInfo.InvariantCulture, $"""<header><h1>Mailbox</h1><span class="muted">{Many(state.Count, "message")}{(state.Dropped > 0 ? $"; {Many(state.Dropped, "older one")} dropped" : "")}</span>""");
        html.Append(CultureInfo.InvariantCulture, $"""<a class="new" href="/" hidden>New mail: show</a><form action="/" role="search"><input type="search" name="q" value="{E(state.Query)}" placeholder="Search" aria-label="Search messages"><button>Search</button></form><a class="button" href="/">Refresh</a><form action="/empty" method="post"><button>Empty</button></form></header>""");
        if (state.Count == 0)
        {
            html.Append("""<main class="empty"><h2>No mail yet</h2><p>Send e-mail to this mailbox's SMTP port. It appears here and is delivered nowhere.</p></main>""");
        }
        else
        {
            html.Append("<main>");
            List(html, state);
            if (state.Open is { } open)
            {
                Message(html, open, state);
            }
            else
            {
                html.Append("""<section class="message none"><p class="muted">Select a message.</p></section>""");
            }

            html.Append("</main>");
        }

        return html.Append("</body></html>").ToString();
    }

    private static void List(StringBuilder html, InboxPageState state)
    {
        html.Append("""<nav aria-label="Messages"><ol>""");
        foreach (var message in state.Found.Items)
        {
            var current = message.Id == state.Open?.Id ? " aria-current=\"page\"" : "";
            html.Append(CultureInfo.InvariantCulture, $"""<li><a href="/messages/{message.Id}{Search(state, "?")}"{current}><span class="who">{E(Recipients(message))}</span><time>{message.ReceivedAt.ToLocalTime():HH:mm:ss}</time><span class="subject">{E(Subject(message))}</span></a></li>""");
        }

        html.Append(state.Found.Items.IsEmpty ? """</ol><p class="muted pad">No message matches.</p></nav>""" : "</ol></nav>");
    }

    private static void Message(StringBuilder html, InboxMessage message, InboxPageState state)
    {
        var view = Views.Any(v => v.View == state.View) ? state.View : message.Html is null ? "text" : "html";
        html.Append(CultureInfo.InvariantCulture, $"""<section class="message"><p class="back"><a href="/{Search(state, "?")}">← All messages</a></p><h2>{E(Subject(message))}</h2><dl><dt>From</dt><dd>{E(message.From.Length > 0 ? message.From : message.Sender ?? "no sender")}</dd><dt>To</dt><dd>{E(message.To.IsEmpty ? Recipients(message) : string.Join(", ", message.To))}</dd><dt>Received</dt><dd>{message.ReceivedAt.ToLocalTime():d MMM yyyy HH:mm:ss}</dd></dl>""");
        if (!message.Attachments.IsEmpty)
        {
            html.Append("<ul class=\"attachments\">").AppendJoin("", message.Attachments.Select(a => $"<li>{E(a.Name.Length > 0 ? a.Name : a.MediaType)} <span class=\"muted\">{Size(a.Bytes)}</span></li>")).Append("</ul>");
        }

        html.Append("""<nav class="tabs" aria-label="Views">""");
        foreach (var (name, label) in Views)
        {
            html.Append(CultureInfo.InvariantCulture, $"""<a href="/messages/{message.Id}?view={name}{Search(state, "&amp;")}"{(name == view ? " aria-current=\"page\"" : "")}>{label}</a>""");
        }

        html.Append(CultureInfo.InvariantCulture, $"""<a class="right" href="/messages/{message.Id}/source" download>Download</a></nav>""");
        html.Append(view switch
        {
            "html" when message.Html is null => """<p class="muted pad">This message has no HTML.</p>""",
            "html" => string.Create(CultureInfo.InvariantCulture, $"""<iframe title="The message" sandbox="{MessageHtml.Sandbox}" src="/messages/{message.Id}/html"></iframe><p class="muted pad">Images from the network are not loaded.</p>"""),
            "text" => message.Text is null ? """<p class="muted pad">This message has no plain text.</p>""" : $"<pre>{E(message.Text)}</pre>",
            "headers" => $"<table><tbody>{string.Concat(message.Headers.Select(h => $"<tr><th scope=\"row\">{E(h.Name)}</th><td>{E(h.Value)}</td></tr>"))}</tbody></table>",
            _ => $"<pre>{E(MessageReader.Decode(message.Source.Span))}</pre>",
        });
        html.Append("</section>");
    }

    private static string Subject(InboxMessage message) => message.Subject.Length > 0 ? message.Subject : "(no subject)";

    private static string Recipients(InboxMessage message) => string.Join(", ", message.Recipients);

    private static string Search(InboxPageState state, string sign) => state.Query.Length == 0 ? "" : $"{sign}q={Uri.EscapeDataString(state.Query)}";

    private static string Many(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Size(long bytes) => bytes < 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} kB");

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
