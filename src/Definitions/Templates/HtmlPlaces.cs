using System.Buffers;
using System.Collections.Immutable;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>
/// Where values stand in an HTML text. Escaping makes a value harmless between tags and in quotes; where neither is around it, a space or a
/// backslash in a customer's name is enough to add what was never written. And no escaping helps where the value itself is read as a program:
/// in what is run or styled, and at the beginning of a link (<c>javascript:</c>).
/// </summary>
internal sealed class HtmlPlaces
{
    private const string Unquoted = "put a value in a tag in quotes, like <a title=\"{{ ... }}\">; without them a space in it ends it";
    private const string Unnamed = "an attribute that takes a value has its name written out before it, like title=\"{{ ... }}\"";

    private static readonly string[] Raw = ["script", "style"];

    /// <summary>Attributes that hold an address.</summary>
    private static readonly string[] Addresses =
        ["href", "src", "action", "formaction", "poster", "background", "cite", "data", "srcset", "xlink:href", "ping", "manifest", "codebase", "longdesc"];

    private static readonly SearchValues<char> BeforeNames = SearchValues.Create(" \t\r\n\f/<>\"'=}");

    private readonly string _text;
    private readonly ImmutableArray<(int At, string Message)>.Builder _unsafe = ImmutableArray.CreateBuilder<(int At, string Message)>();
    private readonly ImmutableArray<int>.Builder _links = ImmutableArray.CreateBuilder<int>();
    private char _quote;
    private int _quoted;
    private AddressBeginning _beginning = new();
    private int _beginningRead;
    private bool _inTag;
    private string? _raw;

    private HtmlPlaces(string text) => _text = text;

    /// <summary>The places where a value is not harmless, each with what to do.</summary>
    public ImmutableArray<(int At, string Message)> Unsafe => _unsafe.ToImmutable();

    /// <summary>Where the expressions of values end that a link begins with, in the order of the text.</summary>
    public ImmutableArray<int> Links => _links.ToImmutable();

    public static HtmlPlaces Of(string text)
    {
        var places = new HtmlPlaces(text);
        for (var at = 0; at < text.Length;)
        {
            at = places.Next(at);
        }

        return places;
    }

    // Looks at what is here, and gives where to look next.
    private int Next(int at)
    {
        var rest = _text.AsSpan(at);
        if (StartsValueOrTag(at))
        {
            var end = End(_text, at);
            if (rest[1] == '{')
            {
                Value(at, end);
            }

            return end;
        }

        if (_raw is not null)
        {
            // Its end ends it regardless of what precedes it, in quotes or not.
            if (rest.StartsWith($"</{_raw}", StringComparison.OrdinalIgnoreCase))
            {
                (_raw, _inTag) = (null, true);
            }
        }
        else if (_inTag)
        {
            InTag(at);
        }
        else if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            // A value in a comment is not shown; what ends the comment is escaped.
            return at + 4;
        }
        else
        {
            _inTag = rest.Length > 1 && rest[0] == '<' && (char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '{');
        }

        return at + 1;
    }

    private void InTag(int at)
    {
        var sign = _text[at];
        if (_quote != '\0')
        {
            _quote = sign == _quote ? '\0' : _quote;
        }
        else if (sign is '"' or '\'')
        {
            (_quote, _quoted) = (sign, at);
            (_beginning, _beginningRead) = (new(), at + 1);
        }
        else if (sign == '>')
        {
            _inTag = false;
            _raw = Opened(_text, at);
        }
    }

    private void Value(int at, int end)
    {
        if (_raw is not null)
        {
            _unsafe.Add((at, $"a value cannot stand in <{_raw}>, where nothing escapes it; put it into the text or an attribute"));
        }
        else if (_inTag && _quote == '\0')
        {
            _unsafe.Add((at, Unquoted));
        }
        else if (_inTag)
        {
            InAttribute(at, end);
        }
    }

    private void InAttribute(int at, int end)
    {
        var name = AttributeBefore(_quoted);
        if (name.Length == 0)
        {
            _unsafe.Add((at, Unnamed));
        }
        else if (name is "style" or "srcdoc" || name.StartsWith("on", StringComparison.Ordinal))
        {
            _unsafe.Add((at, $"a value cannot stand in {name}, where nothing escapes it; put it into the text or another attribute"));
        }
        else if (Addresses.Contains(name))
        {
            InAddress(at, end);
        }
    }

    private void InAddress(int at, int end)
    {
        // From where the last value of the same attribute was.
        while (_beginningRead < at)
        {
            var next = StartsValueOrTag(_beginningRead) ? End(_text, _beginningRead) : _beginningRead + 1;
            _beginning.Read(_text.AsSpan(_beginningRead, next - _beginningRead));
            _beginningRead = next;
        }

        if (_beginning.IsProgram)
        {
            _unsafe.Add((at, "a value cannot stand in a program; write a link to a page"));
        }
        else if (_beginning.IsUncertain)
        {
            _unsafe.Add((at, "the beginning of this link is inside a condition; write it out before, or write the whole link in each of its branches"));
        }
        else if (!_beginning.IsWritten)
        {
            _links.Add(_text[end - 3] == '-' ? end - 3 : end - 2);
        }
    }

    private bool StartsValueOrTag(int at) => _text.AsSpan(at) is ['{', '{' or '%', ..];

    // The name in lower case; empty where there is none.
    private string AttributeBefore(int quote)
    {
        var before = _text.AsSpan(0, quote).TrimEnd();
        if (before is not [.., '='])
        {
            return "";
        }

        before = before[..^1].TrimEnd();
        var start = before.LastIndexOfAny(BeforeNames) + 1;
        return before[start..].ToString().ToLowerInvariant();
    }

    // Behind the sign that ends a value or a tag, wherever it is: the parser has read the text already.
    internal static int End(string text, int at)
    {
        var close = text[at + 1] == '{' ? "}}" : "%}";
        var quote = '\0';
        for (var i = at + 2; i < text.Length; i++)
        {
            if (quote != '\0')
            {
                quote = text[i] == quote ? '\0' : quote;
            }
            else if (text[i] is '"' or '\'')
            {
                quote = text[i];
            }
            else if (text.AsSpan(i).StartsWith(close, StringComparison.Ordinal))
            {
                return i + close.Length;
            }
        }

        return text.Length;
    }

    // The element whose tag ends here, where its content is no HTML.
    private static string? Opened(string text, int end)
    {
        var start = text.LastIndexOf('<', end);
        return Array.Find(Raw, name =>
            string.Compare(text, start + 1, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
            && !char.IsAsciiLetterOrDigit(text[start + 1 + name.Length]));
    }
}
