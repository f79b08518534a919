using System.Globalization;
using CxOrchestrator.Channels.Mail.Returns;
using CxOrchestrator.Rules.Connections;
using MailKit.Security;

namespace CxOrchestrator.Channels.Mail;

/// <summary>How to reach an SMTP server and who writes, from a connection and its secrets.</summary>
public sealed record SmtpSettings
{
    private const int SubmissionPort = 587;
    private const int TlsPort = 465;
    private const int PoolUsual = 8;
    private const int PoolBound = 100;

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required SecureSocketOptions Security { get; init; }

    public required string From { get; init; }

    public string? ReplyTo { get; init; }

    /// <summary>Address that reports go to: the sender of the envelope; null: that of <see cref="From"/>.</summary>
    public string? ReturnPath { get; init; }

    /// <summary>The mailbox that reports and replies come to; null: none is read.</summary>
    public ImapSettings? Mailbox { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public OAuthSettings? OAuth { get; init; }

    public DkimSettings? Dkim { get; init; }

    /// <summary>SHA-256 of the one certificate that is trusted, in hex; null: one that an authority signed for the host.</summary>
    public string? Certificate { get; init; }

    public required int PoolMax { get; init; }

    /// <param name="connection">A connection that was checked.</param>
    /// <param name="secrets">By name.</param>
    public static SmtpSettings Of(ConnectionDefinition connection, IReadOnlyDictionary<string, string> secrets)
    {
        var security = connection["security"] switch
        {
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        return new SmtpSettings
        {
            Host = connection["host"] ?? "",
            Port = Number(connection["port"], security == SecureSocketOptions.SslOnConnect ? TlsPort : SubmissionPort),
            Security = security,
            From = connection["from"] ?? "",
            ReplyTo = connection["replyTo"],
            ReturnPath = connection["returnPath"],
            Mailbox = ImapSettings.Of(connection, secrets),
            User = connection["user"],
            Password = secrets.GetValueOrDefault("password"),
            OAuth = connection["tokenAddress"] is { } address
                ? new OAuthSettings(address, connection["clientId"], connection["scope"], secrets.GetValueOrDefault("clientSecret"), secrets.GetValueOrDefault("refreshToken"))
                : null,
            Dkim = (connection["dkimDomain"], connection["dkimSelector"], secrets.GetValueOrDefault("dkimKey")) is ({ } domain, { } selector, { } key)
                ? new DkimSettings(domain, selector, key)
                : null,
            Certificate = connection["certificate"]?.Replace(":", "", StringComparison.Ordinal),
            PoolMax = Math.Min(Number(connection["poolMax"], PoolUsual), PoolBound),
        };
    }

    /// <summary>What is missing or wrong, in a sentence; null: nothing.</summary>
    public static string? Problem(ConnectionDefinition connection, IReadOnlyDictionary<string, string> secrets)
    {
        if (!MimeKit.MailboxAddress.TryParse(connection["from"] ?? "", out _))
        {
            return $"The setting 'from' is no address: {connection["from"]}. Write it like Shop <shop@example.com>.";
        }

        if (connection["replyTo"] is { } replyTo && !MimeKit.MailboxAddress.TryParse(replyTo, out _))
        {
            return $"The setting 'replyTo' is no address: {replyTo}.";
        }

        if (connection["returnPath"] is { } path && !EmailAddresses.IsAddress(path))
        {
            return $"The setting 'returnPath' is no address: {path}. Write the address alone, like bounces@example.com.";
        }

        if (connection["user"] is not null && connection["tokenAddress"] is null && !secrets.ContainsKey("password"))
        {
            return "The secret 'password' is missing. Enter it, or remove the setting 'user'.";
        }

        if (connection["tokenAddress"] is not null && !secrets.ContainsKey("clientSecret") && !secrets.ContainsKey("refreshToken"))
        {
            return "The secret 'clientSecret' or 'refreshToken' is missing: one of them is needed to fetch a token.";
        }

        if (ImapSettings.Problem(connection, secrets) is { } mailbox)
        {
            return mailbox;
        }

        if (connection["dkimDomain"] is null != connection["dkimSelector"] is null)
        {
            return "DKIM needs both settings, 'dkimDomain' and 'dkimSelector'.";
        }

        return connection["dkimDomain"] is null ? null
            : !secrets.TryGetValue("dkimKey", out var key) ? "The secret 'dkimKey' is missing: the private key that signs messages, as PEM."
            : DkimSettings.Problem(key);
    }

    private static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>Where tokens come from: with a refresh token, or with the client's own secret.</summary>
public sealed record OAuthSettings(string TokenAddress, string? ClientId, string? Scope, string? ClientSecret, string? RefreshToken);
