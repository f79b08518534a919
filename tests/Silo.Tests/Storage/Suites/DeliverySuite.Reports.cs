using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>What is reported of messages.</summary>
public abstract partial class DeliverySuite
{
    [Fact]
    public async Task Report_TheSameAgain_ChangesNothing()
    {
        await SendAsync("a-1");

        Assert.Equal(2, await Deliveries.ReportAsync([Report(DeliveryStep.Delivered, "e-1"), Report(DeliveryStep.Opened, "e-2")], None));
        Assert.Equal(0, await Deliveries.ReportAsync([Report(DeliveryStep.Delivered, "e-1")], None));
        Assert.Equal(1, await Deliveries.ReportAsync([Report(DeliveryStep.Delivered, "e-1") with { Reporter = "other" }], None));
    }

    [Fact]
    public async Task Report_InAnyOrder_LeavesTheHighestStep()
    {
        await SendAsync("a-1");
        await Deliveries.ReportAsync([Report(DeliveryStep.Clicked, "e-3", "a-1")], None);
        await Deliveries.ReportAsync([Report(DeliveryStep.Delivered, "e-1", "a-1"), Report(DeliveryStep.Complained, "e-4", "a-1") with { Automated = true }], None);

        Assert.Equal(DeliveryStep.Clicked, (await Deliveries.FindAsync("a-1", None))!.Step);
    }

    [Fact]
    public async Task Unannounced_ReportByTheProvidersId_FindsItsMessage()
    {
        await SendAsync("a-1");
        await Deliveries.AnnouncedAsync([.. (await Deliveries.UnannouncedAsync(10, None)).Select(u => u.Step.Number)], None);
        await Deliveries.ReportAsync([Report(DeliveryStep.Bounced, "e-1") with { Permanent = true, Reason = "550 no such user" }, Report(DeliveryStep.Bounced, "e-2", providerId: "p-2")], None);

        var (step, item) = Assert.Single(await Deliveries.UnannouncedAsync(10, None));
        Assert.Equal(("a-1", "mail", DeliveryStep.Bounced, true, "550 no such user"), (step.Reported.Action, step.Connection, step.Reported.Step, step.Reported.Permanent, step.Reported.Reason));
        Assert.Equal("a-1", item.Action.Id);

        await Deliveries.AnnouncedAsync([step.Number], None);
        Assert.Empty(await Deliveries.UnannouncedAsync(10, None));
    }

    [Fact]
    public async Task Unannounced_ReportBeforeTheAnswer_FindsItsMessageLater()
    {
        await Deliveries.ReportAsync([Report(DeliveryStep.Delivered, "e-1")], None);
        Assert.Empty(await Deliveries.UnannouncedAsync(10, None));

        await SendAsync("a-1");

        Assert.Equal(
            [DeliveryStep.Sent, DeliveryStep.Accepted, DeliveryStep.Delivered],
            (await Deliveries.UnannouncedAsync(10, None)).Select(u => u.Step.Reported.Step).Order());
        Assert.Equal(DeliveryStep.Delivered, (await Deliveries.FindAsync("a-1", None))!.Step);
    }

    [Fact]
    public async Task Unannounced_WhatAProgramDid_IsNone()
    {
        await SendAsync("a-1");
        await Deliveries.AnnouncedAsync([.. (await Deliveries.UnannouncedAsync(10, None)).Select(u => u.Step.Number)], None);
        await Deliveries.ReportAsync([Report(DeliveryStep.Opened, "e-1", "a-1") with { Automated = true }], None);

        Assert.Empty(await Deliveries.UnannouncedAsync(10, None));
        Assert.True((await Deliveries.StepsAsync("a-1", None))[^1].Reported.Automated);
    }

    [Fact]
    public async Task Report_OfAnUnknownAction_IsNobodys()
    {
        await Deliveries.ReportAsync([Report(DeliveryStep.Delivered, "e-1", "not-ours", providerId: null)], None);

        Assert.Empty(await Deliveries.UnannouncedAsync(10, None));
        Assert.Empty(await Deliveries.StepsAsync("not-ours", None));
    }

    [Fact]
    public async Task Unannounced_MessageThatNeverLeft_HasTheAddressOfItsReport()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await Deliveries.ReportAsync(
            [Report(DeliveryStep.Bounced, "e-1", "a-1", providerId: null) with { Address = "nobody@example.com" }, Report(DeliveryStep.Bounced, "e-2", "other", providerId: null) with { Address = "x@example.com" }], None);

        Assert.Equal("nobody@example.com", Assert.Single(await Deliveries.UnannouncedAsync(10, None)).Step.Address);
    }
}
