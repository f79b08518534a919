using System.Collections.Immutable;
using System.Text;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>
/// The small markup of texts in blocks: <c>**bold**</c>, <c>*italic*</c>, <c>[label](https://...)</c>, line breaks, and lists of lines that begin with <c>- </c>.
/// Everything else is escaped, and Liquid stays Liquid.
/// </summary>
internal sealed class BlockMarkup
{
    private const string Paragraph = "<p style=\"margin:0 0 12px\">";
    private const string List = "<ul style=\"margin:0 0 12px;padding-left:24px\">";
    private const string Signs = "\\*[]()-";

    private readonly string _text;
    private readonly StringBuilder _html = new();
    private readonly ImmutableArray<(int At, string Address)>.Builder _links = ImmutableArray.CreateBuilder<(int At, string Address)>();

    private BlockMarkup(string text) => _text = text;

    private enum Line
    {
        Blank,
        Item,
        Words,

        /// <summary>Tags alone, the first of which opens something.</summary>
        Opening,

        /// <summary>Tags alone, the first of which closes or goes on with something.</summary>
        Closing,
    }

    /// <summary>The HTML, and its links with where each address begins.</summary>
    public static (string Html, ImmutableArray<(int At, string Address)> Links) Of(string text)
    {
        var markup = new BlockMarkup(text);
        markup.Lines();
        return (markup._html.ToString(), markup._links.ToImmutable());
    }

    private void Lines()
    {
        var lines = Split();
        var (open, closes) = (Line.Blank, "");
        for (var i = 0; i < lines.Count; i++)
        {
            var (start, end, kind) = lines[i];

            // What opens belongs to what follows it, and what closes to what precedes it: a loop over items makes one list.
            var next = kind switch
            {
                Line.Closing => open,
                Line.Opening => lines.Skip(i).Select(l => l.Kind).SkipWhile(k => k is Line.Opening or Line.Closing).FirstOrDefault(),
                _ => kind,
            };
            if (next != open)
            {
                _html.Append(closes);
                (open, closes) = (next, next switch { Line.Item => "</ul>", Line.Words => "</p>", _ => "" });
                _html.Append(next switch { Line.Item => List, Line.Words => Paragraph, _ => "" });
            }
            else if (kind == Line.Words && lines[i - 1].Kind == Line.Words)
            {
                _html.Append("<br>");
            }

            if (kind == Line.Item)
            {
                _html.Append("<li>");
                Inline(start + 2, end, "");
                _html.Append("</li>");
            }
            else if (kind != Line.Blank)
            {
                Inline(start, end, "");
            }
        }

        _html.Append(closes);
    }

    // Lines end outside of Liquid only.
    private List<(int Start, int End, Line Kind)> Split()
    {
        var lines = new List<(int Start, int End, Line Kind)>();
        var start = 0;
        for (var at = 0; at <= _text.Length;)
        {
            if (at < _text.Length && LiquidPieces.StartsAt(_text, at))
            {
                at = LiquidPieces.End(_text, at);
                continue;
            }

            if (at == _text.Length || _text[at] == '\n')
            {
                var (first, last) = Trimmed(start, at);
                lines.Add((first, last, KindOf(first, last)));
                start = at + 1;
            }

            at++;
        }

        return lines;
    }

    private (int Start, int End) Trimmed(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(_text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(_text[end - 1]))
        {
            end--;
        }

        return (start, end);
    }

    private Line KindOf(int start, int end)
    {
        if (start == end)
        {
            return Line.Blank;
        }

        if (_text.AsSpan(start, end - start).StartsWith("- "))
        {
            return Line.Item;
        }

        for (var at = start; at < end; at = LiquidPieces.End(_text, at))
        {
            if (!_text.AsSpan(at).StartsWith("{%"))
            {
                return Line.Words;
            }
        }

        var tag = _text.AsSpan(start + 2).TrimStart("- ");
        return tag.StartsWith("end") || tag.StartsWith("els") || tag.StartsWith("when") ? Line.Closing : Line.Opening;
    }

    // Nothing is in another of its kind, so what is in each other is three deep at most.
    private void Inline(int start, int end, string within)
    {
        // Behind a sign that nothing closes no other of its kind is closed either: each is looked for once.
        var unclosed = "";
        for (var at = start; at < end;)
        {
            var next = LiquidPieces.StartsAt(_text, at) ? Math.Min(LiquidPieces.End(_text, at), end) : at + 1;
            var sign = next - at > 1 ? '\0' : _text[at];
            if (sign == '\\' && at + 1 < end && Signs.Contains(_text[at + 1], StringComparison.Ordinal))
            {
                LiquidPieces.Append(_html, _text, at + 1, at + 2);
                at += 2;
            }
            else if (sign == '*' && Marked(at, end, within, ref unclosed) is var behind && behind > at)
            {
                at = behind;
            }
            else if (sign == '[' && !within.Contains('[', StringComparison.Ordinal) && !unclosed.Contains('[', StringComparison.Ordinal) && Link(at, end, within, ref unclosed) is var after && after > at)
            {
                at = after;
            }
            else
            {
                LiquidPieces.Append(_html, _text, at, next);
                at = next;
            }
        }
    }

    private int Marked(int at, int end, string within, ref string unclosed)
    {
        var mark = _text.AsSpan(at, end - at).StartsWith("**") ? "**" : "*";
        var kind = mark.Length == 2 ? 'b' : 'i';
        var from = at + mark.Length;
        if (from >= end || char.IsWhiteSpace(_text[from]) || within.Contains(kind, StringComparison.Ordinal) || unclosed.Contains(kind, StringComparison.Ordinal))
        {
            return at;
        }

        if (Find(from, end, mark) is not { } close || close == from)
        {
            unclosed += kind;
            return at;
        }

        _html.Append(kind == 'b' ? "<strong>" : "<em>");
        Inline(from, close, within + kind);
        _html.Append(kind == 'b' ? "</strong>" : "</em>");
        return close + mark.Length;
    }

    private int Link(int at, int end, string within, ref string unclosed)
    {
        if (Find(at + 1, end, "](") is not { } middle)
        {
            unclosed += '[';
            return at;
        }

        if (Find(middle + 2, end, ")") is not { } close)
        {
            unclosed += '[';
            return at;
        }

        var address = _text[(middle + 2)..close];
        _links.Add((middle + 2, address));
        _html.Append("<a class=\"cx-link\" style=\"color:").Append(MailHtml.Accent).Append("\" href=\"").Append(LiquidPieces.Escape(address.Trim())).Append("\">");
        Inline(at + 1, middle, within + '[');
        _html.Append("</a>");
        return close + 1;
    }

    // Where the mark closes what is open, outside of Liquid; a single star is no half of a double one.
    private int? Find(int from, int end, string mark)
    {
        for (var at = from; at <= end - mark.Length;)
        {
            if (LiquidPieces.StartsAt(_text, at))
            {
                at = LiquidPieces.End(_text, at);
            }
            else if (_text[at] == '\\')
            {
                at += 2;
            }
            else if (mark == "*" && _text.AsSpan(at, end - at).StartsWith("**"))
            {
                at += 2;
            }
            else if (_text.AsSpan(at, end - at).StartsWith(mark) && (mark[0] != '*' || !char.IsWhiteSpace(_text[at - 1])))
            {
                return at;
            }
            else
            {
                at++;
            }
        }

        return null;
    }
}
