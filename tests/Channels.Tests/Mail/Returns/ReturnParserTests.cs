using CxOrchestrator.Channels.Mail.Returns;
using CxOrchestrator.Storage.Deliveries;
using static CxOrchestrator.Channels.Tests.Mail.Returns.Corpus;

namespace CxOrchestrator.Channels.Tests.Mail.Returns;

/// <summary>Reports and replies, in the forms that servers and people send.</summary>
public sealed class ReturnParserTests
{
    private static readonly Dictionary<string, string> Bounces = new()
    {
        ["postfix"] = Postfix($"Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <{Ann}>: Recipient address rejected: User unknown"),
        ["exim"] = Exim,
        ["old exim"] = OldExim,
        ["qmail"] = Qmail,
        ["gmail"] = Gmail,
        ["exchange"] = Exchange,
        ["exchange text"] = ExchangeText,
        ["ses"] = Ses,
    };

    private static ReturnedMail Read(string text) => ReturnParser.Read(Parsed(text));

    private static ReturnedReport One(string text) => Assert.Single(Read(text).Reports);

    [Theory]
    [InlineData("postfix", true, "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown")]
    [InlineData("exim", true, "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown")]
    [InlineData("old exim", true, "Unrouteable address")]
    [InlineData("qmail", true, "Sorry, no mailbox here by that name. (#5.1.1)")]
    [InlineData("gmail", true, "550-5.1.1 The email account that you tried to reach does not exist.")]
    [InlineData("exchange", true, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup")]
    [InlineData("exchange text", true, "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##")]
    [InlineData("ses", false, "5.2.2 552 4.2.2 Mailbox full")]
    public void Read_Bounce_NamesTheMessageTheRecipientAndTheReason(string server, bool permanent, string reason)
    {
        var mail = Read(Bounces[server]);

        var report = Assert.Single(mail.Reports);
        Assert.Equal((ReturnKind.Bounce, DeliveryStep.Bounced, permanent), (mail.Kind, report.Step, report.Permanent));
        Assert.Equal([ActionId], report.Actions);
        Assert.Equal([Ann], report.Addresses);
        Assert.StartsWith(reason, report.Reason, StringComparison.Ordinal);
        Assert.True(report.NeedsAddress);
    }

    [Theory]
    [InlineData("failed", "5.1.1", "550 5.1.1 no", true)]
    [InlineData("failed", "5.1.2", "550 host unknown", true)]
    [InlineData("failed", "5.1.3", "501 bad address", true)]
    [InlineData("failed", "5.1.6", "551 moved", true)]
    [InlineData("failed", "5.1.8", "501 sender's domain is not found", false)]
    [InlineData("failed", "5.2.1", "550 mailbox disabled", true)]
    [InlineData("failed", "5.2.2", "552 mailbox full", false)]
    [InlineData("failed", "5.2.3", "552 message too large", false)]
    [InlineData("failed", "5.4.4", "Host or domain name not found", false)]
    [InlineData("failed", "5.7.1", "550 5.7.1 blocked by policy", false)]
    [InlineData("failed", "5.7.26", "550 unauthenticated", false)]
    [InlineData("failed", "4.4.7", "delivery time expired", false)]
    [InlineData("failed", "5.0.0", "550 5.7.1 message refused", false)]
    [InlineData("failed", "5.0.0", "550 No such user here", true)]
    [InlineData("failed", "5.0.0", "550 rejected", false)]
    [InlineData("failed (no retries left)", "5.1.1 (bad destination)", "x", true)]
    public void Read_Status_ClosesTheAddressOnlyWhereNobodyWillBeReached(string action, string status, string diagnostic, bool closes)
    {
        var report = One(Postfix($"Status: {status}\nDiagnostic-Code: smtp; {diagnostic}", action));

        Assert.Equal((DeliveryStep.Bounced, closes), (report.Step, report.Permanent));
    }

    [Fact]
    public void Read_Delivered_IsDelivered() =>
        Assert.Equal((ReturnKind.Delivered, DeliveryStep.Delivered, null), Read(Postfix("Status: 2.0.0\nDiagnostic-Code: smtp; 250 ok", "delivered")) is { Reports: [var report] } mail ? (mail.Kind, report.Step, report.Reason) : default);

    [Theory]
    [InlineData("delayed", "4.4.1")]
    [InlineData("relayed", "2.0.0")]
    [InlineData("expanded", "2.0.0")]
    public void Read_NothingFinal_IsAutomatic(string action, string status)
    {
        var mail = Read(Postfix($"Status: {status}", action));

        Assert.Equal(ReturnKind.Automatic, mail.Kind);
        Assert.Empty(mail.Reports);
    }

    [Fact]
    public void Read_SeveralRecipients_ReportsEach()
    {
        var mail = Read(Postfix($"Status: 5.1.1\n\nFinal-Recipient: rfc822; bob@example.com\nAction: delayed\nStatus: 4.4.1\n\nFinal-Recipient: rfc822; cat@example.com\nAction: failed\nStatus: 5.2.2"));

        Assert.Equal([(Ann, true), ("cat@example.com", false)], mail.Reports.Select(r => (r.Addresses[0], r.Permanent)));
    }

    [Fact]
    public void Read_NoReturnedMessage_FindsItByTheEnvelope()
    {
        var report = One(Postfix("Status: 5.1.1", returned: "Subject: nothing").Replace("X-Postfix-Queue-ID: 1A2B3C", $"Original-Envelope-Id: {ActionId}", StringComparison.Ordinal));

        Assert.Equal([ActionId], report.Actions);
    }

    [Fact]
    public void Read_ForwardedAddress_NamesTheOriginalAsWell()
    {
        var report = One(Postfix("Status: 5.1.1").Replace("Final-Recipient: rfc822; ann@example.com", "Final-Recipient: rfc822; <lee@forward.example>", StringComparison.Ordinal)
            .Replace("Original-Recipient: rfc822;ann@example.com", "Original-Recipient: rfc822;ann+2Blist@example.com", StringComparison.Ordinal));

        Assert.Equal(["ann+list@example.com", "lee@forward.example"], report.Addresses);
    }

    [Theory]
    [InlineData("abuse", DeliveryStep.Complained)]
    [InlineData("Abuse", DeliveryStep.Complained)]
    [InlineData("opt-out", DeliveryStep.Unsubscribed)]
    public void Read_Feedback_IsAComplaintOrAnOptOut(string type, DeliveryStep step)
    {
        var mail = Read(Feedback(type, $"Original-Rcpt-To: <{Ann}>\nOriginal-Mail-From: <bounces@shop.example>"));

        var report = Assert.Single(mail.Reports);
        Assert.Equal((ReturnKind.Complaint, step), (mail.Kind, report.Step));
        Assert.Equal([ActionId], report.Actions);
        Assert.Equal([Ann], report.Addresses);
        Assert.Contains("mailbox.example", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FeedbackThatHidesTheRecipient_CountsByTheIdAlone()
    {
        var report = One(Feedback("abuse", "Original-Rcpt-To: [redacted]", to: "undisclosed-recipients:;"));

        Assert.Equal([ActionId], report.Actions);
        Assert.False(report.NeedsAddress);
        Assert.Empty(report.Addresses);
    }

    [Theory]
    [InlineData("not-spam", ReturnKind.Automatic)]
    [InlineData("fraud", ReturnKind.NotUnderstood)]
    [InlineData("auth-failure", ReturnKind.NotUnderstood)]
    public void Read_OtherFeedback_SaysNothingOfTheCustomer(string type, object kind)
    {
        var mail = Read(Feedback(type));

        Assert.Equal((ReturnKind)kind, mail.Kind);
        Assert.Empty(mail.Reports);
    }

    [Fact]
    public void Read_ReadReceipt_IsAutomatic() => Assert.Equal(ReturnKind.Automatic, Read(
        $"""
        From: {Ann}
        Subject: Read: Your order is late
        In-Reply-To: <{ActionId}@shop.example>
        Content-Type: multipart/report; report-type=disposition-notification; boundary=mdn

        --mdn
        Content-Type: text/plain

        It was displayed.
        --mdn
        Content-Type: message/disposition-notification

        Final-Recipient: rfc822;{Ann}
        Original-Message-ID: <{ActionId}@shop.example>
        Disposition: manual-action/MDN-sent-manually; displayed
        --mdn--
        """).Kind);

    [Fact]
    public void Read_Reply_HasTheNewTextAndTheSender()
    {
        var mail = Read(Reply("When will it arrive?\n\nOn Mon, 2 Mar 2026 at 08:00, The shop <shop@shop.example> wrote:\n> It is late.\n"));

        var report = Assert.Single(mail.Reports);
        Assert.Equal((ReturnKind.Reply, DeliveryStep.Replied, "When will it arrive?"), (mail.Kind, report.Step, report.Text));
        Assert.Equal([ActionId], report.Actions);
        Assert.Equal(["Ann@Example.com"], report.Addresses);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("Auto-Submitted: auto-generated (vacation)")]
    [InlineData("Precedence: bulk")]
    [InlineData("Precedence: auto_reply")]
    [InlineData("Return-Path: <>")]
    [InlineData("X-Autoreply: yes")]
    [InlineData("List-Id: <shoppers.example.com>")]
    public void Read_AutomaticReply_HasNoStep(string header)
    {
        var mail = Read(Reply("I am away until Monday.", header));

        Assert.Equal(ReturnKind.Automatic, mail.Kind);
        Assert.Empty(mail.Reports);
    }

    [Fact]
    public void Read_OutOfOfficeWithoutAHeader_IsAutomatic() =>
        Assert.Equal(ReturnKind.Automatic, Read(Reply("Away.").Replace("Subject: Re:", "Subject: Automatic reply:", StringComparison.Ordinal)).Kind);

    [Fact]
    public void Read_AutoSubmittedNo_IsAPersons() => Assert.Equal(ReturnKind.Reply, Read(Reply("Thanks", "Auto-Submitted: no")).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("<other@mail.example.com>")]
    [InlineData("<0123456789ABCDEF@shop.example>")]
    public void Read_MailThatAnswersNothingOfOurs_IsNotUnderstood(string answers) => Assert.Equal(ReturnKind.NotUnderstood, Read(Reply("Hello", answers: answers)).Kind);

    [Fact]
    public void Read_BounceTextOfAPerson_IsNotABounce() =>
        Assert.Equal(ReturnKind.NotUnderstood, Read(Qmail.Replace("Return-Path: <>\n", "", StringComparison.Ordinal).Replace("MAILER-DAEMON@qmail.example", "bob@example.com", StringComparison.Ordinal)).Kind);

    [Theory]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\n--x--\n")]
    [InlineData("Content-Type: multipart/report; boundary=x\n\n--x--\n")]
    [InlineData("Content-Type: multipart/report; report-type=feedback-report; boundary=x\n\n--x\nContent-Type: message/feedback-report\n\n--x--\n")]
    [InlineData("Subject: nothing\n\n")]
    public void Read_BrokenReport_IsNotUnderstood(string text) => Assert.Equal(ReturnKind.NotUnderstood, Read(text).Kind);

    [Fact]
    public void Read_SameMailAgain_HasTheSameId()
    {
        Assert.Equal(Read(Gmail).Id, Read($"Received: by elsewhere\n{Gmail}").Id);
        Assert.Equal(Read(Qmail).Id, Read($"Received: by elsewhere\n{Qmail}").Id);
        Assert.NotEqual(Read(Gmail).Id, Read(Qmail).Id);
    }
}
