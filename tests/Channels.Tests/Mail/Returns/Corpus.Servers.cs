namespace CxOrchestrator.Channels.Tests.Mail.Returns;

/// <summary>Reports of servers and providers, each in its own form.</summary>
internal static partial class Corpus
{
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
