using CxOrchestrator.Gateway.Voice;

namespace CxOrchestrator.Gateway.Tests.Voice;

public sealed class RisingReasonsTests
{
    // Worked by hand from the binomial distribution with p = 7 / (7 + days).
    [Theory]
    [InlineData(10, 18, 0.2, 0.000910892357386241)]
    [InlineData(5, 5, 0.2, 0.00032)]
    [InlineData(5, 9, 0.2, 0.01958144)]
    [InlineData(8, 16, 0.2, 0.007003561164800006)]
    [InlineData(12, 20, 0.2, 0.00010172876515704845)]
    [InlineData(70, 230, 0.2, 0.0001126502394745069)]
    [InlineData(12, 14, 0.5, 0.0064697265625)]
    [InlineData(1, 1, 0.2, 0.2)]
    public void Tail_WorkedValues_AreMet(long least, long n, double p, double probability) =>
        Assert.Equal(probability, RisingReasons.Tail(least, n, p), probability * 1e-8);

    [Theory]
    [InlineData(10, 8, 28, true)]
    [InlineData(9, 8, 28, false)]
    [InlineData(5, 0, 28, true)]
    [InlineData(4, 0, 28, false)]
    [InlineData(70, 160, 28, true)]
    [InlineData(60, 160, 28, false)]
    [InlineData(40, 160, 28, false)]
    [InlineData(1_000_000, 3_900_000, 28, true)]
    [InlineData(50, 0, 6, false)]
    [InlineData(12, 0, 7, true)]
    [InlineData(9, 0, 7, false)]
    [InlineData(0, 0, 0, false)]
    public void Rises_LastWeekAgainstThePast_IsMarkedWherePastDoesNotExplainIt(long last, long past, int pastDays, bool rises) =>
        Assert.Equal(rises, RisingReasons.Rises(last, past, pastDays));
}
