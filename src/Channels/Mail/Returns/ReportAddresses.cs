using System.Collections.Immutable;
using System.Text.RegularExpressions;
using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>Reads the addresses that reports name, such as <c>rfc822; ann@example.com</c>.</summary>
internal static partial class ReportAddresses
{
    /// <summary>The addresses that can be read; those that a provider made unreadable are left out.</summary>
    public static ImmutableArray<string> Of(params IEnumerable<string?> fields) => [.. fields.Select(Read).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The recipients of a message that came back.</summary>
    public static IEnumerable<string?> To(MimeMessage? returned) => returned?.To.Mailboxes.Select(m => m.Address) ?? [];

    /// <summary>The same mailbox: local parts differ in their capitals nowhere that matters, and a domain may be in its ASCII form (RFC 5891).</summary>
    public static bool Same(string one, string other) => string.Equals(Normal(one), Normal(other), StringComparison.OrdinalIgnoreCase);

    private static string? Read(string? field)
    {
        if (field is null)
        {
            return null;
        }

        var value = field.AsSpan();
        var type = value.IndexOf(';');
        value = (type < 0 ? value : value[(type + 1)..]).Trim();
        var open = value.IndexOf('<');
        var close = value.LastIndexOf('>');
        value = open >= 0 && close > open ? value[(open + 1)..close].Trim() : value;

        // ORCPT writes "+" and others as "+2B" (xtext, RFC 3461).
        var address = Xtext().Replace(value.ToString(), m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());
        return address.Length > 2 && address.Contains('@', StringComparison.Ordinal) && !address.Contains(' ', StringComparison.Ordinal) && !address.Contains("redacted", StringComparison.OrdinalIgnoreCase)
            ? address
            : null;
    }

    private static string Normal(string address)
    {
        try
        {
            return MailboxAddress.EncodeAddrspec(address.Trim());
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return address.Trim();
        }
    }

    [GeneratedRegex(@"\+(2[0-9B-F]|3D|5C)", RegexOptions.CultureInvariant)]
    private static partial Regex Xtext();
}
