using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Journeys;

public class OrderJourneyTests
{
    private static Touchpoint Of(string type, double day, string order = "o-1", string? promised = null) => promised is null
        ? Make.Touchpoint(type, Make.Day(day), $"{order}:{type}", attributes: ("order", Make.Text(order)))
        : Make.Touchpoint(type, Make.Day(day), $"{order}:{type}:{promised}", attributes: [("order", Make.Text(order)), ("expectedBy", Make.Text(promised))]);

    private static Walk Placed(string promised = "2026-03-10") => new Walk(Sets.OfOrder).Then(Of("order.placed", 0, promised: promised));

    private static JourneyInstance Only(Walk walk) => Assert.Single(walk.State.Instances);

    [Fact]
    public void Stage_TouchpointsInOrder_MovesForward()
    {
        var walk = Placed().Then(Of("payment.approved", 0.1)).Then(Of("order.shipped", 1)).Then(Of("order.delivered", 2));

        var order = Only(walk);
        Assert.Equal("delivered", order.Stage);
        Assert.Equal("o-1", order.Correlation);
        Assert.Equal(Make.Day(2), order.GoalAt);
        Assert.Equal(["placed", "paid", "shipped", "delivered"], order.Path);
        Assert.True(order.IsOpen);
    }

    [Fact]
    public void Stage_ShippedBeforeApproval_DoesNotMoveBack()
    {
        var walk = Placed().Then(Of("order.shipped", 1)).Then(Of("payment.approved", 2));

        Assert.Equal("shipped", Only(walk).Stage);
    }

    [Fact]
    public void Stage_TwoOrdersAtOnce_AreTwoInstances()
    {
        var walk = Placed().Then(Of("order.placed", 0.5, "o-2", "2026-03-12")).Then(Of("order.shipped", 1, "o-2"));

        Assert.Equal(["placed", "shipped"], walk.State.Instances.OrderBy(i => i.Correlation).Select(i => i.Stage));
    }

    [Fact]
    public void Stage_NumberAndTextOfOneOrder_AreOneInstance()
    {
        var walk = new Walk(Sets.OfOrder)
            .Then(Make.Touchpoint("order.placed", Make.Start, attributes: ("order", Scalar.Of(4711))))
            .Then(Make.Touchpoint("order.shipped", Make.Day(1), attributes: ("order", Scalar.Of("4711"))));

        Assert.Equal("shipped", Only(walk).Stage);
    }

    [Fact]
    public void End_Reviewed_EndsAndCancelsWhatWasExpected()
    {
        var walk = Placed().Then(Of("order.shipped", 1)).Then(Of("review.submitted", 2)).Wait(Make.Day(60));

        Assert.Equal(InstanceStatus.Ended, Only(walk).Status);
        Assert.DoesNotContain(walk.Events.OfType<ExpectationChanged>(), e => e.Change == ExpectationChange.Missed);
        Assert.Contains(walk.Events.OfType<ExpectationChanged>(), e => e is { Change: ExpectationChange.Cancelled, Expectation.Id: "delivery" });
    }

    [Fact]
    public void Leave_Cancelled_LeavesAndCancelsWhatWasExpected()
    {
        var walk = Placed().Then(Of("order.cancelled", 1)).Wait(Make.Day(60));

        Assert.Equal(InstanceStatus.Exited, Only(walk).Status);
        Assert.Empty(walk.LowPoints);
    }

    [Fact]
    public void Reentry_NotAllowed_StaysEnded()
    {
        var walk = Placed().Then(Of("order.cancelled", 1)).Then(Of("order.placed", 2, promised: "2026-03-20"));

        Assert.Equal(InstanceStatus.Exited, Only(walk).Status);
    }

    [Fact]
    public void Reentry_Allowed_BeginsASecondRun()
    {
        var again = new Walk(Sets.OfOrder with { Journeys = [Sets.Order with { Reentry = true }] })
            .Then(Of("order.placed", 0, promised: "2026-03-10"))
            .Then(Of("order.cancelled", 1))
            .Then(Of("order.placed", 2, promised: "2026-03-20"));

        Assert.Equal([1, 2], again.State.Instances.Select(i => i.Run));
        Assert.Equal([InstanceStatus.Exited, InstanceStatus.Open], again.State.Instances.Select(i => i.Status));
    }

    [Fact]
    public void Expectation_BareDate_IsDueAtTheEndOfThatDayInTheZone()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo");
        var walk = new Walk(Sets.OfOrder with { Journeys = [Sets.Order with { TimeZone = zone }] })
            .Then(Of("order.placed", 0, promised: "2026-03-10"));

        var due = Only(walk).Expectations.Single(e => e.Expectation == "delivery").DueAt;
        Assert.Equal(new DateTimeOffset(2026, 3, 11, 3, 0, 0, TimeSpan.Zero), due);
    }

    [Fact]
    public void Expectation_Missed_OpensACriticalLowPointAtItsTime()
    {
        var walk = Placed().Then(Of("order.shipped", 1)).Wait(Make.Day(30));

        var opened = walk.LowPoints.First().Point;
        Assert.Equal(new DateTimeOffset(2026, 3, 11, 0, 0, 0, TimeSpan.Zero), opened.OpenedAt);
        Assert.Equal(("order", "o-1"), (opened.Journey, opened.Correlation));
        Assert.Equal(("Delivery date missed", CauseKind.ExpectationMissed), (opened.Causes[0].Text, opened.Causes[0].Kind));
        Assert.Equal(0.8, opened.Depth);
        Assert.Equal(-0.64 / 1.3, walk.MoodAt(opened.OpenedAt).Mood, 4);
    }

    [Fact]
    public void Expectation_TimersDueBeforeATouchpoint_FireBeforeIt()
    {
        var walk = Placed().Then(Of("order.shipped", 1)).Then(Of("order.delivered", 12));

        var events = walk.Events.OfType<ExpectationChanged>().Where(e => e.Expectation.Id == "delivery").Select(e => e.Change);
        Assert.Equal([ExpectationChange.Set, ExpectationChange.Missed, ExpectationChange.MetLate], events);
        Assert.Equal([PointChange.Opened, PointChange.Recovered], walk.LowPoints.Select(e => e.Change));
        Assert.Equal(LowPointOutcome.Recovered, walk.State.LowPoints[0].Outcome);
    }

    [Fact]
    public void Expectation_PromiseMoved_MovesItsTimer()
    {
        var walk = Placed().Then(Of("order.shipped", 1)).Then(Of("order.delayed", 2, promised: "2026-03-20")).Wait(Make.Day(10));

        Assert.Empty(walk.LowPoints);
        walk.Wait(Make.Day(40));
        Assert.Equal(new DateTimeOffset(2026, 3, 21, 0, 0, 0, TimeSpan.Zero), walk.LowPoints.First().Point.OpenedAt);
    }

    [Fact]
    public void Expectation_OlderPromiseArrivesLate_MovesNothing()
    {
        var walk = Placed()
            .Then(Of("order.delayed", 2, promised: "2026-03-20"))
            .Then(Of("order.delayed", 1, promised: "2026-03-08"));

        Assert.Equal(
            new DateTimeOffset(2026, 3, 21, 0, 0, 0, TimeSpan.Zero),
            Only(walk).Expectations.Single(e => e.Expectation == "delivery").DueAt);
    }

    [Fact]
    public void Expectation_MetOutOfOrder_WaitsForNothing()
    {
        var journey = Sets.Order with { Stages = Sets.Order.Stages.SetItem(2, Sets.Stage("shipped", "order.shipped", start: true)) };
        var walk = new Walk(Sets.OfOrder with { Journeys = [journey] })
            .Then(Of("order.shipped", 1))
            .Then(Of("order.placed", 0, promised: "2026-03-10"))
            .Wait(Make.Day(5));

        Assert.DoesNotContain(walk.Events.OfType<ExpectationChanged>(), e => e is { Change: ExpectationChange.Missed, Expectation.Id: "shipping" });
    }

    [Fact]
    public void Expectation_PromiseInThePast_IsMissedAtOnce()
    {
        var walk = Placed("2026-03-01");

        Assert.Equal(Make.Start, walk.LowPoints.Single().Point.OpenedAt);
    }

    [Fact]
    public void Expectation_Miss_CountsNeitherAsTouchpointNorTwice()
    {
        var walk = Placed().Wait(Make.Day(20)).Wait(Make.Day(21));

        Assert.Equal(1, walk.State.Touchpoints);
        Assert.Equal(2, walk.Events.OfType<ExpectationChanged>().Count(e => e.Change == ExpectationChange.Missed));
        Assert.Equal(2, walk.State.MissedAt.Length);
    }

    [Fact]
    public void LowPoint_NothingComes_FadesAfterThirtyDays()
    {
        var walk = Placed().Wait(Make.Day(80));

        var faded = walk.LowPoints.Last();
        Assert.Equal((PointChange.Faded, LowPointOutcome.Faded), (faded.Change, faded.Point.Outcome!.Value));
        Assert.Equal(faded.Point.OpenedAt.AddDays(30), faded.Point.ClosedAt);
    }

    [Fact]
    public void LowPoint_OtherOrderDelivered_StaysOpen()
    {
        var walk = Placed()
            .Wait(Make.Day(9))
            .Then(Of("order.placed", 9.1, "o-2", "2026-03-30"))
            .Then(Of("order.delivered", 11, "o-2"));

        Assert.Equal("o-1", walk.State.WorstLowPoint!.Correlation);
    }

    [Fact]
    public void LowPoint_Refund_Recovers()
    {
        var walk = Placed().Wait(Make.Day(9)).Then(Of("refund.issued", 10));

        Assert.Equal(LowPointOutcome.Recovered, Assert.Single(walk.State.LowPoints, p => p.Causes[0].Expectation == "delivery").Outcome);
    }

    [Fact]
    public void LowPoint_CriticalTouchpoint_OpensWithItsCause()
    {
        var walk = Placed().Then(Of("parcel.broken", 1));

        Assert.Equal("Parcel broken", walk.State.WorstLowPoint!.Causes[0].Text);
    }

    [Fact]
    public void Risk_MissedPromise_IsTheSumOfItsParts()
    {
        var walk = Placed().Then(Of("order.shipped", 1)).Wait(Make.Day(9));
        var at = walk.State.LowPoints[0].OpenedAt;

        var risk = walk.RiskAt(at);
        Assert.Equal(
            [(RiskPart.OpenLowPoint, 25.0), (RiskPart.Mood, 19.7), (RiskPart.MissedExpectations, 15.0)],
            risk.Contributions.Select(c => (c.Part, c.Points)));
        Assert.Equal(59.7, risk.Score);
    }
}
