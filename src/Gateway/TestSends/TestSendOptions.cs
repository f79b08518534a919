using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.TestSends;

/// <summary>Bounds of test sends: they really go out, and no guardrail counts them.</summary>
public sealed class TestSendOptions
{
    public const string Section = "TestSends";

    /// <summary>Most test recipients that one account may mark. Default: 20. Bound: 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int RecipientsPerAccountMax { get; set; } = 20;

    /// <summary>Most messages and offers that one account may send in a day (UTC). Default: 100. Bound: 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int PerDayMax { get; set; } = 100;
}

[OptionsValidator]
internal sealed partial class TestSendOptionsValidator : IValidateOptions<TestSendOptions>;
