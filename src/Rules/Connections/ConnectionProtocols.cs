using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections;

/// <summary>Protocols that connections speak without a provider document, and what each needs to know.</summary>
public static class ConnectionProtocols
{
    public const string Smtp = "smtp";

    /// <summary>The mailbox of the process itself.</summary>
    public const string Mailbox = "mailbox";

    /// <summary>The inbox that customers' apps read.</summary>
    public const string InApp = "in-app";

    /// <summary>Notifications in browsers (RFC 8030, 8291 and 8292).</summary>
    public const string WebPush = "web-push";

    /// <summary>Push services of the browsers: where messages go that name no others.</summary>
    public const string WebPushHosts = "fcm.googleapis.com, *.push.services.mozilla.com, *.push.apple.com, *.notify.windows.com";

    public static ImmutableArray<ConnectionProtocol> All { get; } =
    [
        new(
            Smtp,
            "SMTP server",
            "email",
            [
                new("host", "Host") { Required = true, Hint = "mail.example.com" },
                new("port", "Port") { Hint = "587, or 465 with TLS", Whole = (1, 65_535) },
                new("security", "Security") { Choices = ["starttls", "tls", "none"], Hint = "starttls" },
                new("from", "From") { Required = true, Hint = "Shop <shop@example.com>" },
                new("replyTo", "Reply to") { Hint = "help@example.com" },
                new("user", "User") { Hint = "Without one nobody signs in" },
                new("tokenAddress", "Token address") { Hint = "OAuth2: https://login.example.com/token" },
                new("clientId", "Client id") { Hint = "OAuth2" },
                new("scope", "Scope") { Hint = "OAuth2" },
                new("dkimDomain", "DKIM domain") { Hint = "example.com" },
                new("dkimSelector", "DKIM selector") { Hint = "cx1" },
                new("certificate", "Certificate's SHA-256") { Hint = "Of a server whose certificate no authority signed" },
                new("poolMax", "Most connections") { Hint = "8", Whole = (1, 65_535) },
                new("returnPath", "Return path") { Hint = "bounces@example.com: where reports go; the sender stays" },
                new("imapHost", "Mailbox host") { Hint = "imap.example.com: reads reports and replies" },
                new("imapPort", "Mailbox port") { Hint = "993, or 143 with STARTTLS", Whole = (1, 65_535), Needs = "imapHost" },
                new("imapSecurity", "Mailbox security") { Choices = ["tls", "starttls", "none"], Hint = "tls, or starttls on port 143", Needs = "imapHost" },
                new("imapUser", "Mailbox user") { Hint = "Without one, that of sending", Needs = "imapHost" },
                new("imapFolder", "Mailbox folder") { Hint = "INBOX", Needs = "imapHost" },
                new("imapDone", "Folder for read reports") { Hint = "Without one, they are marked as seen and stay", Needs = "imapHost" },
                new("imapCertificate", "Mailbox certificate's SHA-256") { Hint = "Of a server whose certificate no authority signed", Needs = "imapHost" },
                new("imapEvery", "Seconds between readings") { Hint = "60", Whole = (10, 3_600), Needs = "imapHost" },
            ],
            [new("password", "Password"), new("imapPassword", "Mailbox password"), new("clientSecret", "Client secret"), new("refreshToken", "Refresh token"), new("dkimKey", "DKIM private key (PEM)")]),
        new(Mailbox, "Mailbox of this installation", "email", [new("from", "From") { Hint = "Shop <shop@example.com>" }, new("replyTo", "Reply to") { Hint = "help@example.com" }], []),
        new(InApp, "In-app inbox", "in-app", [], []),
        new(
            WebPush,
            "Web Push (browsers)",
            "push",
            [
                new("subject", "Contact for push services") { Required = true, Hint = "mailto:push@example.com" },
                new("urgency", "Urgency") { Choices = ["very-low", "low", "normal", "high"], Hint = "normal" },
                new("timeToLive", "Seconds to keep for a device that is off") { Hint = "86400" },
                new("hosts", "Push services") { Hint = WebPushHosts },
            ],
            [new("privateKey", "VAPID private key")]),
    ];

    public static ConnectionProtocol? Find(string id) => All.FirstOrDefault(p => p.Id == id);
}

/// <summary>A protocol.</summary>
/// <param name="Id">As connections name it.</param>
/// <param name="Name">For people.</param>
/// <param name="Channel">The channel that it reaches.</param>
/// <param name="Settings">What a connection states.</param>
/// <param name="Secrets">What it needs beside that, none of it required.</param>
public sealed record ConnectionProtocol(
    string Id, string Name, string Channel, ImmutableArray<ConnectionField> Settings, ImmutableArray<ConnectionField> Secrets);

/// <summary>A setting or a secret of a connection.</summary>
/// <param name="Name">In documents.</param>
/// <param name="Label">On screens.</param>
public sealed record ConnectionField(string Name, string Label)
{
    public bool Required { get; init; }

    /// <summary>What it may be; empty: anything.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Least and most of a whole number; null: it is none.</summary>
    public (int Min, int Max)? Whole { get; init; }

    /// <summary>The setting without which it means nothing; null: it needs none.</summary>
    public string? Needs { get; init; }

    /// <summary>An example, or what applies without it.</summary>
    public string? Hint { get; init; }
}
