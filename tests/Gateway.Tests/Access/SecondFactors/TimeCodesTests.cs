using CxOrchestrator.Gateway.Access.SecondFactors;
using OtpNet;

namespace CxOrchestrator.Gateway.Tests.Access.SecondFactors;

/// <summary>Which step a code is of.</summary>
public sealed class TimeCodesTests
{
    private const long Now = 59_000_000;

    private static readonly byte[] Secret = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(Now * TimeCodes.StepSeconds) + TimeSpan.FromSeconds(17);

    private static string Code(long step) => new Totp(Secret).ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * TimeCodes.StepSeconds).UtcDateTime);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Step_OfACodeThatIsEarlyOrLate_IsFoundWithinOneStep(int drift, bool found) =>
        Assert.Equal(found ? Now + drift : null, TimeCodes.Step(Secret, Code(Now + drift), Time, after: 0));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    public void Step_UsedOrBeforeOneThatWas_IsRefused(int drift, int used) => Assert.Null(TimeCodes.Step(Secret, Code(Now + drift), Time, after: Now + used));

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("１２３４５６")]
    [InlineData("abcdef")]
    public void Step_OfWhatIsNoCode_IsNone(string code) => Assert.Null(TimeCodes.Step(Secret, code, Time, after: 0));

    [Fact]
    public void Step_OfAnotherSecret_IsNone() => Assert.Null(TimeCodes.Step([.. Secret.Reverse()], Code(Now), Time, after: 0));
}
