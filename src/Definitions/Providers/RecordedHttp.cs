using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>
/// An answer or a request of HTTP as tools print it: a first line, headers, an empty line, and the body. A text without a first line is the body
/// alone. Never throws on what is pasted.
/// </summary>
public sealed partial record RecordedHttp
{
    private const int StatusOk = 200;

    /// <summary>Of an answer. Default: 200.</summary>
    public int Status { get; private init; } = StatusOk;

    /// <summary>Of a request. Default: POST.</summary>
    public string Method { get; private init; } = "POST";

    /// <summary>Query of a request's address, without its question mark.</summary>
    public string? Query { get; private init; }

    /// <summary>In their order; a repeated name has its values joined by a comma.</summary>
    public ImmutableDictionary<string, string> Headers { get; private init; } = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    public string Body { get; private init; } = "";

    /// <summary>An answer, like <c>HTTP/1.1 202 Accepted</c> and what follows.</summary>
    public static RecordedHttp Answer(string text)
    {
        var (first, rest) = FirstLine(text);
        return StatusLine().Match(first) is { Success: true } line
            ? Parts(rest) with { Status = int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) }
            : new RecordedHttp { Body = text.Trim() };
    }

    /// <summary>A request, like <c>POST /reports HTTP/1.1</c> and what follows.</summary>
    public static RecordedHttp Request(string text)
    {
        var (first, rest) = FirstLine(text);
        if (RequestLine().Match(first) is not { Success: true } line)
        {
            return WithType(new RecordedHttp { Body = text.Trim() });
        }

        var target = line.Groups[2].Value;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return WithType(Parts(rest) with { Method = line.Groups[1].Value, Query = query < 0 ? null : target[(query + 1)..] });
    }

    // Bodies are pasted without their headers more often than with them: what looks like a form is one.
    private static RecordedHttp WithType(RecordedHttp request) =>
        request.Headers.ContainsKey("Content-Type") || !Form().IsMatch(request.Body) ? request : request with { Headers = request.Headers.Add("Content-Type", "application/x-www-form-urlencoded") };

    private static (string First, string Others) FirstLine(string text)
    {
        var trimmed = text.ReplaceLineEndings("\n").TrimStart();
        var end = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? (trimmed.TrimEnd(), "") : (trimmed[..end].TrimEnd(), trimmed[(end + 1)..]);
    }

    private static RecordedHttp Parts(string rest)
    {
        var headers = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = 0;
        while (at < rest.Length)
        {
            var end = rest.IndexOf('\n', at);
            var line = (end < 0 ? rest[at..] : rest[at..end]).TrimEnd();
            at = end < 0 ? rest.Length : end + 1;
            if (line.Length == 0)
            {
                break;
            }

            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                var (name, value) = (line[..colon].Trim(), line[(colon + 1)..].Trim());
                headers[name] = headers.TryGetValue(name, out var before) ? $"{before}, {value}" : value;
            }
        }

        return new RecordedHttp { Headers = headers.ToImmutable(), Body = rest[at..].TrimEnd() };
    }

    [GeneratedRegex(@"^HTTP/[0-9.]+ ([0-9]{3})( .*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"^(GET|POST) (\S+)( HTTP/[0-9.]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^[A-Za-z0-9_.%+\[\]-]+=[^\s]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
