using System.Globalization;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>What a status code (RFC 3463) says of the address.</summary>
internal static partial class BounceStatus
{
    /// <summary>Longest reason, in characters.</summary>
    private const int ReasonLengthMax = 300;

    private static readonly string[] NobodyThere =
    [
        "user unknown", "unknown user", "no such user", "no such recipient", "recipient not found", "user not found", "mailbox not found", "unknown recipient", "no mailbox here by that name",
        "address does not exist", "account does not exist", "user does not exist", "user doesn't exist", "does not have an account here", "unrouteable address", "address rejected: undeliverable",
    ];

    /// <summary>
    /// Whether nobody will be reached at the address. That closes the channel, so it has to be sure: the address itself is wrong, gone or disabled. A full
    /// mailbox empties, a policy or a reputation block is about the sender and the message, and a domain that cannot be found now may be back tomorrow.
    /// </summary>
    /// <param name="status">Like <c>5.1.1</c>; null: none was given.</param>
    /// <param name="text">What the server said.</param>
    public static bool Closes(string? status, string text)
    {
        // 5.0.0 says nothing beside "permanent": servers that know more say it in the diagnostic.
        var code = Parse(status);
        if (code is null or { Subject: 0, Detail: 0 })
        {
            code = Parse(text) is { Subject: not 0 } better ? better : (code?.Class ?? ReplyClass(text), 0, 0);
        }

        return code is { Class: 5 } && code.Value switch
        {
            // No such mailbox, no such domain, no address, moved without a new one, a domain that takes no mail (RFC 7505).
            { Subject: 1, Detail: 0 or 1 or 2 or 3 or 6 or 10 } => true,

            // Disabled: it takes no messages.
            { Subject: 2, Detail: 1 } => true,
            { Subject: 0 } => NobodyThere.Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase)),
            _ => false,
        };
    }

    /// <summary>One line for people: what the server said, with the status where that says more and is not in it.</summary>
    public static string? Reason(string? status, string? text)
    {
        var said = SmtpProblems.OneLine(Spaces().Replace(text ?? "", " "));
        var reason = status is null || status.EndsWith(".0.0", StringComparison.Ordinal) || said.Contains(status, StringComparison.Ordinal) ? said : $"{status} {said}".Trim();
        return reason.Length == 0 ? null : reason.Length <= ReasonLengthMax ? reason : $"{reason[..ReasonLengthMax]}…";
    }

    /// <summary>The first status in a text, like <c>5.1.1</c>; null: there is none.</summary>
    public static string? In(string text) => Form().Match(text) is { Success: true } match ? match.Value.TrimStart('#') : null;

    private static (int Class, int Subject, int Detail)? Parse(string? text) => text is not null && Form().Match(text) is { Success: true } match
        ? (Number(match, 1), Number(match, 2), Number(match, 3))
        : null;

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int ReplyClass(string text) => Reply().Match(text) is { Success: true } match ? match.Value[0] - '0' : 0;

    [GeneratedRegex(@"(?<![\d.])#?([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"(?<!\d)[45]\d\d(?=[ -])", RegexOptions.CultureInvariant)]
    private static partial Regex Reply();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
