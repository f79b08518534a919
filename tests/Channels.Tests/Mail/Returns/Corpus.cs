using System.Text;
using MimeKit;

namespace CxOrchestrator.Channels.Tests.Mail.Returns;

/// <summary>What servers send back, in the forms that they document. All are about one message to ann@example.com.</summary>
internal static partial class Corpus
{
    public const string ActionId = "0123456789abcdef0123456789abcdef";

    public const string Ann = "ann@example.com";

    /// <summary>The headers of the message, as it left.</summary>
    public const string Sent =
        $"""
        From: The shop <shop@shop.example>
        To: Ann Lee <{Ann}>
        Subject: Your order is late
        Date: Mon, 02 Mar 2026 08:00:00 +0000
        Message-ID: <{ActionId}@shop.example>
        X-Cx-Action: {ActionId}
        MIME-Version: 1.0
        """;

    public static MimeMessage Parsed(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));
        return MimeMessage.Load(stream);
    }

    /// <summary>A report of Postfix: a whole message returned.</summary>
    public static string Postfix(string fields, string action = "failed", string returned = Sent, string recipient = Ann) =>
        $"""
        Return-Path: <>
        From: MAILER-DAEMON@mx.shop.example (Mail Delivery System)
        To: bounces@shop.example
        Subject: Undelivered Mail Returned to Sender
        Message-Id: <20260302080105.1A2B3C@mx.shop.example>
        Date: Mon, 02 Mar 2026 08:01:05 +0000
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="B1/mx"

        This is a MIME-encapsulated message.

        --B1/mx
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        This is the mail system at host mx.shop.example.

        --B1/mx
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.shop.example
        X-Postfix-Queue-ID: 1A2B3C
        X-Postfix-Sender: rfc822; bounces@shop.example
        Arrival-Date: Mon, 02 Mar 2026 08:00:01 +0000

        Final-Recipient: rfc822; {recipient}
        Original-Recipient: rfc822;{recipient}
        Action: {action}
        {fields}

        --B1/mx
        Content-Description: Undelivered Message
        Content-Type: message/rfc822

        {returned}

        It is late.

        --B1/mx--
        """;

    /// <summary>A feedback report; recipients hidden where none is given.</summary>
    public static string Feedback(string type, string fields = "", string to = Ann) =>
        $"""
        Return-Path: <>
        From: Feedback loop <fbl@mailbox.example>
        To: bounces@shop.example
        Subject: FW: Your order is late
        Message-ID: <fbl-17@mailbox.example>
        Date: Mon, 02 Mar 2026 09:00:00 +0000
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="fbl"

        --fbl
        Content-Type: text/plain; charset="US-ASCII"

        This is an email abuse report.

        --fbl
        Content-Type: message/feedback-report

        Feedback-Type: {type}
        User-Agent: MailboxFBL/1.0
        Version: 1
        {fields}
        Source-IP: 192.0.2.1

        --fbl
        Content-Type: message/rfc822
        Content-Disposition: inline

        {Sent.Replace($"Ann Lee <{Ann}>", to, StringComparison.Ordinal)}

        It is late.

        --fbl--
        """;

    /// <summary>A person's answer.</summary>
    public static string Reply(string body, string headers = "", string from = "Ann Lee <Ann@Example.com>", string answers = $"<{ActionId}@shop.example>") =>
        $"""
        From: {from}
        To: The shop <help@shop.example>
        Subject: Re: Your order is late
        Message-ID: <CAF7x@mail.example.com>
        In-Reply-To: {answers}
        References: <older@mail.example.com> {answers}
        Date: Mon, 02 Mar 2026 10:00:00 +0000
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        {headers}

        {body}
        """.Replace("utf-8\n\n\n", "utf-8\n\n", StringComparison.Ordinal).Replace("utf-8\r\n\r\n\r\n", "utf-8\r\n\r\n", StringComparison.Ordinal);
}
