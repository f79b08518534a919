using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public class WindowConditionTests
{
    private static Walk With(Condition when) => new(Sets.OfOrder with
    {
        Policies = [new PolicyDefinition { Id = "p", Name = "P", Triggers = [new OnTouchpoint { Match = Sets.On("ask") }], When = when, Actions = [new MessageTemplate { Channel = "email", Text = "Hello" }] }],
    });

    private static WindowIs Of(Aggregate aggregate, Comparison comparison, double value, string field = "amount") => new()
    {
        Aggregate = aggregate,
        Match = Sets.On("order.placed"),
        Field = new(FieldRoot.Touchpoint, field),
        Within = TimeSpan.FromDays(30),
        Comparisons = [new FieldIs { Field = new(FieldRoot.Touchpoint, field), Comparison = comparison, Values = [Scalar.Of(value)] }],
    };

    private static Touchpoint Paid(double day, decimal amount) => Make.Touchpoint("order.placed", Make.Day(day), value: new Money { Amount = amount, Currency = "EUR" });

    [Theory]
    [InlineData(Aggregate.Sum, 60.3)]
    [InlineData(Aggregate.Average, 20.1)]
    [InlineData(Aggregate.Min, 10.1)]
    [InlineData(Aggregate.Max, 30.1)]
    [InlineData(Aggregate.Last, 20.1)]
    public void Window_Amounts_AreMadeInto(Aggregate aggregate, double value)
    {
        var walk = With(Of(aggregate, Comparison.Is, value)).Then(Paid(-40, 500)).Then(Paid(0, 10.1m)).Then(Paid(1, 30.1m)).Then(Paid(2, 20.1m));

        Assert.Single(walk.Then(Make.Touchpoint("ask", Make.Day(3))).Decisions);
    }

    [Fact]
    public void Last_ArrivedLate_TheLatestOfItsOwnTimeStands()
    {
        var walk = With(Of(Aggregate.Last, Comparison.Is, 2)).Then(Paid(2, 2)).Then(Paid(1, 1));

        Assert.Single(walk.Then(Make.Touchpoint("ask", Make.Day(3))).Decisions);
    }

    [Theory]
    [InlineData(Aggregate.Sum, Comparison.Is, true)]
    [InlineData(Aggregate.Average, Comparison.AtLeast, false)]
    [InlineData(Aggregate.Last, Comparison.AtMost, false)]
    public void Window_NothingInIt_IsZeroOnlyAsASum(Aggregate aggregate, Comparison comparison, bool fires)
    {
        var walk = With(Of(aggregate, comparison, 0)).Then(Make.Touchpoint("ask", Make.Day(3)));

        Assert.Equal(fires, walk.Decisions.Any());
    }

    [Fact]
    public void Window_FieldMissing_IsPassedOver()
    {
        var walk = With(Of(Aggregate.Last, Comparison.Is, 7)).Then(Paid(0, 7)).Then(Make.Touchpoint("order.placed", Make.Day(1)));

        Assert.Single(walk.Then(Make.Touchpoint("ask", Make.Day(3))).Decisions);
    }

    [Theory]
    [InlineData("Europe/Berlin", "13:00", "tuesday", "2026-03-03")]
    [InlineData("Pacific/Auckland", "01:00", "wednesday", "2026-03-04")]
    [InlineData("America/New_York", "07:00", "tuesday", "2026-03-03")]
    [InlineData("Not/AZone", "12:00", "tuesday", "2026-03-03")]
    [InlineData(null, "12:00", "tuesday", "2026-03-03")]
    public void Time_IsThatOfWhereTheCustomerLives(string? zone, string ofDay, string weekday, string date)
    {
        static FieldIs Is(string name, Scalar value) => new() { Field = new(FieldRoot.Time, name), Comparison = Comparison.Is, Values = [value] };

        var walk = With(new AllOf { Items = [Is("ofDay", Make.Text(ofDay)), Is("weekday", Make.Text(weekday)), Is("date", Make.Text(date)), Is("month", Scalar.Of(3))] });
        if (zone is not null)
        {
            walk.Then(Make.Touchpoint("customer.updated", Make.Day(-1), attributes: ("timeZone", Make.Text(zone))));
        }

        Assert.Single(walk.Then(Make.Touchpoint("ask", Make.Start)).Decisions);
    }

    [Fact]
    public void HighPoint_Remembered_Silence_AreKnown()
    {
        var when = new AllOf
        {
            Items =
            [
                new FieldIs { Field = new(FieldRoot.HighPoint, "open"), Comparison = Comparison.Is, Values = [Scalar.Of(true)] },
                new FieldIs { Field = new(FieldRoot.Remembered, ""), Comparison = Comparison.Is, Values = [Scalar.Of(1)] },
                new FieldIs { Field = new(FieldRoot.Customer, "silentDays"), Comparison = Comparison.Is, Values = [Scalar.Of(0)] },
            ],
        };
        var walk = With(when).Then(Make.Touchpoint("survey", Make.Day(0), feedback: new Feedback { Nps = 10 }));

        Assert.Single(walk.Then(Make.Touchpoint("ask", Make.Day(1))).Decisions);
    }
}
