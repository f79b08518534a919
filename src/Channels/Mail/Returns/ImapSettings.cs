using System.Globalization;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Storage.Deliveries;
using MailKit.Security;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>How to reach the mailbox that a connection's reports and replies come to.</summary>
public sealed record ImapSettings
{
    /// <summary>Secret with the password of the mailbox.</summary>
    public const string PasswordSecret = "imapPassword";

    private const int TlsPort = 993;
    private const int PlainPort = 143;
    private const int EveryUsual = 60;

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required SecureSocketOptions Security { get; init; }

    public required string User { get; init; }

    /// <summary>Null: a token in its place.</summary>
    public string? Password { get; init; }

    public required string Folder { get; init; }

    /// <summary>Folder that understood reports are moved to; null: they are marked as seen and stay.</summary>
    public string? Done { get; init; }

    /// <summary>SHA-256 of the one certificate that is trusted, in hex; null: one that an authority signed for the host.</summary>
    public string? Certificate { get; init; }

    /// <summary>Time between readings.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>Names the mailbox for <see cref="ReturnCursor"/> and for people.</summary>
    public string Place => $"{Host}:{Port} {User} {Folder}";

    /// <param name="connection">A connection that was checked.</param>
    /// <param name="secrets">By name.</param>
    /// <returns>Null where the connection has no mailbox.</returns>
    public static ImapSettings? Of(ConnectionDefinition connection, IReadOnlyDictionary<string, string> secrets)
    {
        if (connection["imapHost"] is not { } host)
        {
            return null;
        }

        var port = connection["imapPort"] is { } stated ? int.Parse(stated, NumberStyles.None, CultureInfo.InvariantCulture) : (int?)null;
        var security = connection["imapSecurity"] switch
        {
            "none" => SecureSocketOptions.None,
            "starttls" => SecureSocketOptions.StartTls,
            null when port == PlainPort => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.SslOnConnect,
        };
        return new ImapSettings
        {
            Host = host,
            Port = port ?? (security == SecureSocketOptions.SslOnConnect ? TlsPort : PlainPort),
            Security = security,
            User = connection["imapUser"] ?? connection["user"] ?? "",
            Password = secrets.GetValueOrDefault(PasswordSecret),
            Folder = connection["imapFolder"] ?? "INBOX",
            Done = connection["imapDone"],
            Certificate = connection["imapCertificate"]?.Replace(":", "", StringComparison.Ordinal),
            Every = TimeSpan.FromSeconds(connection["imapEvery"] is { } every ? int.Parse(every, NumberStyles.None, CultureInfo.InvariantCulture) : EveryUsual),
        };
    }

    /// <summary>What is missing or wrong, in a sentence; null: nothing.</summary>
    public static string? Problem(ConnectionDefinition connection, IReadOnlyDictionary<string, string> secrets)
    {
        if (connection["imapHost"] is null)
        {
            return null;
        }

        if (connection["imapUser"] is null && connection["user"] is null)
        {
            return "The setting 'imapUser' is missing: the user of the mailbox.";
        }

        if (!secrets.ContainsKey(PasswordSecret) && connection["tokenAddress"] is null)
        {
            return "The secret 'imapPassword' is missing: the password of the mailbox. Enter it, or remove the setting 'imapHost'.";
        }

        return string.Equals(connection["imapDone"], connection["imapFolder"] ?? "INBOX", StringComparison.Ordinal)
            ? "The settings 'imapDone' and 'imapFolder' name the same folder. Name another one, or remove 'imapDone'."
            : null;
    }
}
