using System.Text;

namespace CxOrchestrator.Channels.Content;

/// <summary>Puts pieces of text together as a page flows: spaces run together, lines and paragraphs are parted once.</summary>
internal sealed class TextLines
{
    /// <summary>Longest text that is made, in characters; the rest is left out.</summary>
    public const int LengthMax = 200_000;

    private readonly StringBuilder _text = new();
    private readonly Stack<StringBuilder> _captured = [];
    private string _indent = "";
    private string _blank = "";
    private string? _sign;
    private int _breaks = 2;
    private bool _space;

    public void Add(string text)
    {
        foreach (var c in text)
        {
            if (IsInvisible(c) || _text.Length >= LengthMax)
            {
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                _space = true;
                continue;
            }

            Begin();
            Append(c);
        }
    }

    /// <summary>What something adds, without the signs before its lines.</summary>
    public string Capture(Action add)
    {
        _captured.Push(new StringBuilder());
        add();
        var text = _captured.Pop().ToString();
        if (_captured.TryPeek(out var outer))
        {
            outer.Append(text);
        }

        return text.Trim();
    }

    /// <summary>A new line, where the line has something in it or an empty one was not asked for yet.</summary>
    public void Break() => (_breaks, _space) = (Math.Max(_breaks, 1), false);

    /// <summary>A new line; a second one in a row makes an empty line.</summary>
    public void LineBreak() => (_breaks, _space, _blank) = (Math.Min(_breaks + 1, 2), false, _indent);

    /// <summary>An empty line.</summary>
    public void Paragraph() => (_breaks, _space, _blank) = (2, false, _indent);

    /// <summary>Adds lines behind a sign, and those that follow the first behind another.</summary>
    public void Indented(string first, string others, Action add)
    {
        var (indent, sign) = (_indent, _sign);
        _sign = (sign ?? indent) + first;
        _indent = indent + others;
        add();
        (_indent, _sign) = (indent, _sign is null ? null : sign);
    }

    public override string ToString() => _text.ToString();

    private void Begin()
    {
        if (_breaks > 0)
        {
            if (_text.Length > 0)
            {
                _text.Append('\n');
                if (_breaks > 1)
                {
                    _text.Append(_blank.TrimEnd()).Append('\n');
                }
            }

            _text.Append(_sign ?? _indent);
            (_sign, _breaks) = (null, 0);
        }
        else if (_space)
        {
            Append(' ');
        }

        _space = false;
    }

    private void Append(char c)
    {
        _text.Append(c);
        if (_captured.TryPeek(out var captured))
        {
            captured.Append(c);
        }
    }

    // What newsletters pad their previews with.
    private static bool IsInvisible(char c) => c is '\u00ad' or '\u034f' or '\u200b' or '\u2060' or '\ufeff';
}
