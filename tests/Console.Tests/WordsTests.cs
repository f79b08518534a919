using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Console.Tests;

public class WordsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, null)]
    [InlineData(1440, "1 minute = 1 day")]
    [InlineData(360, "1 minute = 6 hours")]
    [InlineData(60, "1 minute = 1 hour")]
    [InlineData(2, "1 minute = 2 minutes")]
    [InlineData(2160, "1 minute = 1.5 days")]
    public void Pace_Speed_ReadsAsPeopleSayIt(double speed, string? words) => Assert.Equal(words, Words.Pace(speed));

    [Theory]
    [InlineData("review.submitted", "Review submitted")]
    [InlineData("Delivery date missed", "Delivery date missed")]
    [InlineData("Rated 1 of 5.", "Rated 1 of 5.")]
    public void Cause_CodeOrWords_ReadsAsWords(string cause, string words) => Assert.Equal(words, Words.Cause(cause));

    [Theory]
    [InlineData("email", "email")]
    [InlineData("tracking", "tracking")]
    [InlineData("email.promotion", "email promotions")]
    [InlineData("sms.service", "sms service messages")]
    public void Consent_FieldOfTheCustomer_ReadsAsWords(string consent, string words) => Assert.Equal(words, Words.Consent(consent));

    [Theory]
    [InlineData("Ana Vidal gave 1 of 5", "Ana Vidal", "Gave 1 of 5")]
    [InlineData("Ana Vidal: Delivery date missed", "Ana Vidal", "Delivery date missed")]
    [InlineData("Order 1 is late", "Ana Vidal", "Order 1 is late")]
    [InlineData("Ana Vidal", "Ana Vidal", "Ana Vidal")]
    [InlineData("The customer: late", null, "The customer: late")]
    public void Reason_BesideTheName_DoesNotSayItAgain(string reason, string? name, string words) => Assert.Equal(words, Words.Reason(reason, name));

    [Theory]
    [InlineData("expectationMet", "delivery", "Delivery date missed", "Came in time: delivery")]
    [InlineData("expectationMissed", "delivery", "Delivery date missed", "Delivery date missed")]
    [InlineData("stageEntered", "paid", "Paid", "Stage: Paid")]
    [InlineData("profileChanged", null, null, "Profile changed")]
    public void Mark_Expectation_IsNotCalledAMissWhereItWasMet(string kind, string? name, string? text, string words) =>
        Assert.Equal(words, Words.Mark(new TimelineMark { Kind = kind, At = Start, Name = name, Text = text }));

    [Theory]
    [InlineData(1234, "EUR", "1.2 k€")]
    [InlineData(340, "EUR", "340 €")]
    [InlineData(12, "CHF", "12 CHF")]
    public void Money_Amount_HasItsUnit(double amount, string currency, string words) => Assert.Equal(words, Words.Money(amount, currency));

    [Theory]
    [InlineData(false, "✓ Sending is on")]
    [InlineData(true, "‖ Sending is on: held back now")]
    public void Limit_HoldsBackOrNot_SaysWhich(bool holds, string words) =>
        Assert.Equal(words, Words.Limit(new LimitView { Kind = "killSwitch", Text = "Sending is on", Holds = holds }));

    [Theory]
    [InlineData("callback", "delivered", "✓ case opened")]
    [InlineData("message", "delivered", "✓ sent")]
    [InlineData("callback", "held", "‖ held back")]
    public void Did_KindAndStatus_SaysWhatCameOfIt(string kind, string status, string words) => Assert.Equal(words, Words.Did(kind, status));
}
