using System.Text;
using MimeKit;

namespace CxOrchestrator.Channels.Tests.Mail.Returns;

/// <summary>What servers send back, in the forms that they document. All are about one message to ann@example.com.</summary>
internal static class Corpus
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

    public const string Exim =
        $"""
        Return-path: <>
        X-Failed-Recipients: {Ann}
        Auto-Submitted: auto-replied
        From: Mail Delivery System <Mailer-Daemon@exim.example>
        To: bounces@shop.example
        References: <{ActionId}@shop.example>
        Content-Type: multipart/report; report-type=delivery-status; boundary=1772438465-eximdsn-1
        MIME-Version: 1.0
        Subject: Mail delivery failed: returning message to sender
        Message-Id: <E1vx-0001@exim.example>
        Date: Mon, 02 Mar 2026 08:01:05 +0000

        --1772438465-eximdsn-1
        Content-type: text/plain; charset=us-ascii

        This message was created automatically by mail delivery software.

        --1772438465-eximdsn-1
        Content-type: message/delivery-status

        Reporting-MTA: dns; exim.example

        Action: failed
        Final-Recipient: rfc822;{Ann}
        Status: 5.0.0
        Remote-MTA: dns; mx.example.com
        Diagnostic-Code: smtp; 550 5.1.1 <{Ann}>: Recipient address rejected: User unknown

        --1772438465-eximdsn-1
        Content-type: text/rfc822-headers

        {Sent}

        --1772438465-eximdsn-1--
        """;

    public const string OldExim =
        $"""
        Return-Path: <>
        X-Failed-Recipients: {Ann}
        From: Mail Delivery System <Mailer-Daemon@exim.example>
        To: bounces@shop.example
        Subject: Mail delivery failed: returning message to sender
        Message-Id: <E1vx-0002@exim.example>
        Date: Mon, 02 Mar 2026 08:01:05 +0000

        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          {Ann}
            Unrouteable address

        ------ This is a copy of the message, including all the headers. ------

        Return-path: <bounces@shop.example>
        {Sent}

        It is late.
        """;

    public const string Qmail =
        $"""
        Return-Path: <>
        From: MAILER-DAEMON@qmail.example
        To: bounces@shop.example
        Subject: failure notice
        Date: 2 Mar 2026 08:01:05 -0000

        Hi. This is the qmail-send program at qmail.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <{Ann}>:
        Sorry, no mailbox here by that name. (#5.1.1)

        --- Below this line is a copy of the message.

        Return-Path: <bounces@shop.example>
        Received: (qmail 317 invoked from network); 2 Mar 2026 08:01:04 -0000
        {Sent}

        It is late.
        """;

    public const string Gmail =
        $"""
        Return-Path: <>
        From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
        To: bounces@shop.example
        Auto-Submitted: auto-replied
        Subject: Delivery Status Notification (Failure)
        References: <{ActionId}@shop.example>
        In-Reply-To: <{ActionId}@shop.example>
        X-Failed-Recipients: {Ann}
        Message-ID: <69a5.a70a0220@mx.google.com>
        Date: Mon, 02 Mar 2026 00:01:05 -0800 (PST)
        MIME-Version: 1.0
        Content-Type: multipart/report; boundary="0000000000"; report-type=delivery-status

        --0000000000
        Content-Type: multipart/related; boundary="1111111111"

        --1111111111
        Content-Type: text/plain; charset="UTF-8"

        ** Address not found **

        --1111111111--

        --0000000000
        Content-Type: message/delivery-status

        Reporting-MTA: dns; googlemail.com
        Arrival-Date: Mon, 02 Mar 2026 00:01:04 -0800 (PST)
        X-Original-Message-ID: <{ActionId}@shop.example>

        Final-Recipient: rfc822; {Ann}
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; gmail-smtp-in.l.google.com. (192.0.2.27, the server for the domain example.com.)
        Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
         550-5.1.1 double-checking the recipient's email address for typos. - gsmtp
        Last-Attempt-Date: Mon, 02 Mar 2026 00:01:05 -0800 (PST)

        --0000000000
        Content-Type: message/rfc822

        {Sent}

        --0000000000--
        """;

    public const string Exchange =
        $"""
        Return-Path: <>
        From: Microsoft Outlook <postmaster@exchange.example>
        To: bounces@shop.example
        Subject: Undeliverable: Your order is late
        Message-ID: <f00d@exchange.example>
        In-Reply-To: <{ActionId}@shop.example>
        References: <{ActionId}@shop.example>
        Date: Mon, 02 Mar 2026 08:01:05 +0000
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="_9B0994EX_"
        Auto-Submitted: auto-replied

        --_9B0994EX_
        Content-Type: text/plain; charset="us-ascii"

        Your message wasn't delivered.

        --_9B0994EX_
        Content-Type: message/delivery-status

        Reporting-MTA: dns;EX01.exchange.example
        Received-From-MTA: dns;mx.shop.example
        Arrival-Date: Mon, 2 Mar 2026 08:01:04 +0000

        Final-Recipient: rfc822;{Ann}
        Action: failed
        Status: 5.1.10
        Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

        --_9B0994EX_
        Content-Type: message/rfc822

        {Sent}

        --_9B0994EX_--
        """;

    public const string ExchangeText =
        $"""
        Return-Path: <>
        From: postmaster@exchange.example
        To: bounces@shop.example
        Subject: Undeliverable: Your order is late
        Message-ID: <f00e@exchange.example>
        Date: Mon, 02 Mar 2026 08:01:05 +0000
        MIME-Version: 1.0
        Content-Type: text/plain; charset="us-ascii"

        Delivery has failed to these recipients or groups:

        Ann Lee<mailto:{Ann}>
        The e-mail address you entered couldn't be found.

        Diagnostic information for administrators:

        Generating server: exchange.example

        {Ann}
        #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##

        Original message headers:

        {Sent}
        """;

    public const string Ses =
        $"""
        Return-Path: <>
        From: MAILER-DAEMON@amazonses.com
        To: bounces@shop.example
        Subject: Delivery Status Notification (Failure)
        Message-ID: <0102-ses@email.amazonses.com>
        Date: Mon, 02 Mar 2026 08:01:05 +0000
        MIME-Version: 1.0
        Content-Type: multipart/report; boundary="----=_Part_1"; report-type=delivery-status

        ------=_Part_1
        Content-Type: text/plain; charset=us-ascii
        Content-Description: Notification

        An error occurred while trying to deliver the mail to the following recipients:
        {Ann}

        ------=_Part_1
        Content-Type: message/delivery-status
        Content-Description: Delivery report

        Reporting-MTA: dns; a8-50.smtp-out.amazonses.com

        Action: failed
        Final-Recipient: rfc822; {Ann}
        Diagnostic-Code: smtp; 552 4.2.2 Mailbox full
        Status: 5.2.2

        ------=_Part_1
        Content-Type: message/rfc822

        {Sent}

        ------=_Part_1--
        """;
}
