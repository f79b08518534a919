using System.Text;
using CsCheck;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Touchpoints;

public class NumberTests
{
    [Theory]
    [InlineData("\"value\":{\"amount\":79228162514264337593543950335,\"currency\":\"EUR\"}", "/value/amount")]
    [InlineData("\"value\":{\"amount\":-1000000000000001,\"currency\":\"EUR\"}", "/value/amount")]
    [InlineData("\"attributes\":{\"size\":1e300}", "/attributes/size")]
    [InlineData("\"attributes\":{\"size\":-9007199254740993.5}", "/attributes/size")]
    public void Read_NumberBeyondItsBound_IsRefusedWithAPointer(string member, string place)
    {
        var reading = TouchpointJson.Read(Encoding.UTF8.GetBytes($$"""{"id":"1","type":"go","customer":"a","at":"2026-03-03T12:00:00Z",{{member}}}"""));

        Assert.Equal(place, Assert.Single(reading.Errors).Pointer);
    }

    [Fact]
    public void Decide_AnyNumberThatWasStored_NeverFails() =>
        Gen.OneOf(Gen.Double.Where(double.IsFinite), Gen.OneOf(Gen.Const(double.MaxValue), Gen.Const(double.MinValue), Gen.Const(double.Epsilon), Gen.Const(7.9228162514264338E+28), Gen.Const(-7.9228162514264338E+28)))
            .Array[1, 4].Sample(numbers =>
            {
                var walk = new Walk(Everything);
                for (var i = 0; i < numbers.Length; i++)
                {
                    walk.Then(Make.Touchpoint(
                        "cart", Make.Day(i), value: new Money { Amount = Numbers.ToDecimal(numbers[i]), Currency = "EUR" }, attributes: ("size", Scalar.Of(numbers[i]))));
                    walk.Then(Make.Touchpoint("customer.updated", Make.Day(i), attributes: ("lifetimeValue", Scalar.Of(numbers[i]))));
                }

                Assert.Empty(walk.Wait(Make.Day(30)).Faults);
                Assert.Equal(numbers.Length, walk.Actions.Count());
            });

    [Theory]
    [InlineData(4711000000000001, "4711000000000001")]
    [InlineData(49.9, "49.9")]
    [InlineData(0.1, "0.1")]
    [InlineData(double.MaxValue, "79228162514264337593543950335")]
    [InlineData(double.NaN, "0")]
    public void ToDecimal_AnyNumber_KeepsItsDigits(double number, string expected) =>
        Assert.Equal(expected, Numbers.ToDecimal(number).ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("49.9", "EUR", "49.90")]
    [InlineData("49.905", "EUR", "49.905")]
    [InlineData("4990.0", "JPY", "4990")]
    [InlineData("1.5", "KWD", "1.500")]
    [InlineData("49.90000", "USD", "49.90")]
    public void InCurrency_AnAmount_HasTheDigitsOfItsCurrency(string amount, string currency, string expected) => Assert.Equal(
        expected, Amounts.InCurrency(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static DefinitionSet Everything { get; } = new()
    {
        Policies =
        [
            new PolicyDefinition
            {
                Id = "absent",
                Name = "Absent",
                Triggers = [new OnAbsence { After = [Sets.On("cart")], Of = [Sets.On("order")], Within = TimeSpan.FromHours(1) }],
                When = new AnyOf
                {
                    Items =
                    [
                        new WindowIs
                        {
                            Aggregate = Aggregate.Sum, Match = Sets.On("cart"), Field = new(FieldRoot.Touchpoint, "amount"), Within = TimeSpan.FromDays(90),
                            Comparisons = [new FieldIs { Field = new(FieldRoot.Touchpoint, "amount"), Comparison = Comparison.Exists }],
                        },
                    ],
                },
                Actions = [new MessageTemplate { Channel = "push", Text = "{touchpoint.amount} {touchpoint.size} {customer.lifetimeValue|-}" }],
            },
        ],
    };
}
