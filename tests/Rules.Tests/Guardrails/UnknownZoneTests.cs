using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Guardrails;

public class UnknownZoneTests
{
    private static readonly QuietHours Night = new() { From = new(21, 0), To = new(8, 0), Spread = TimeSpan.FromSeconds(1), FallbackZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo") };

    private static Walk Written(UnknownZone unknown, string? zone = null, TimeSpan? expiresAfter = null)
    {
        var policy = new PolicyDefinition
        {
            Id = "p",
            Name = "P",
            Triggers = [new OnTouchpoint { Match = Sets.On("t") }],
            Actions = [new MessageTemplate { Channel = "email", Text = "x" }],
            ExpiresAfter = expiresAfter ?? TimeSpan.FromDays(1),
        };
        var walk = new Walk(new DefinitionSet { Guardrails = new GuardrailSettings { QuietHours = Night with { UnknownZone = unknown } }, Policies = [policy] });
        return (zone is null ? walk : Lives(walk, zone, 0)).Then(Make.Touchpoint("t", Make.Day(0.001)));
    }

    private static Walk Lives(Walk walk, string zone, double day) => walk.Then(Make.Touchpoint("customer.updated", Make.Day(day), attributes: ("timeZone", Make.Text(zone))));

    private static AdmissionAnswer Ask(Walk walk, DateTimeOffset at) => walk.Admit(walk.Actions.Last(), at);

    // Noon in UTC is 21:00 in Tokyo.
    [Theory]
    [InlineData(null)]
    [InlineData("No/Where")]
    [InlineData("../etc/passwd")]
    public void Fallback_HeldByTheAssumedZone_NamesIt(string? zone)
    {
        var answer = Ask(Written(UnknownZone.Fallback, zone), Make.Day(0.01));

        Assert.Equal((AdmissionResult.Held, HoldReason.QuietHours), (answer.Result, answer.Reason));
        Assert.Equal("Nothing between 21:00 and 08:00 (Asia/Tokyo, assumed because the customer's time zone is unknown)", answer.Limit);
    }

    [Fact]
    public void Fallback_AdmittedByTheAssumedZone_NamesIt()
    {
        var answer = Ask(Written(UnknownZone.Fallback), Make.Day(0.5));

        Assert.Equal((AdmissionResult.Admitted, "Time zone unknown: Asia/Tokyo was assumed for quiet hours"), (answer.Result, answer.Limit));
    }

    [Fact]
    public void Fallback_ZoneKnown_AssumesNothing()
    {
        var answer = Ask(Written(UnknownZone.Fallback, "Europe/Berlin"), Make.Day(0.01));

        Assert.Equal((AdmissionResult.Admitted, null), (answer.Result, answer.Limit));
    }

    [Fact]
    public void Closed_ZoneUnknown_HoldsUntilItIsKnown()
    {
        var walk = Written(UnknownZone.Closed);
        var held = Ask(walk, Make.Day(0.5));
        Assert.Equal((AdmissionResult.Held, HoldReason.QuietHours), (held.Result, held.Reason));
        Assert.Contains("time zone is unknown", held.Limit, StringComparison.Ordinal);
        Assert.Equal(Make.Day(0.5).AddHours(1), held.NextAt);

        Lives(walk, "Europe/Berlin", 0.51);
        Assert.Equal(AdmissionResult.Admitted, walk.Admit(walk.Actions.First(), Make.Day(0.9)).Result);
    }

    [Fact]
    public void Closed_ZoneNeverKnown_Expires()
    {
        var answer = Ask(Written(UnknownZone.Closed, expiresAfter: TimeSpan.FromHours(2)), Make.Day(0.2));

        Assert.Equal((AdmissionResult.Refused, HoldReason.Expired), (answer.Result, answer.Reason));
    }

    [Fact]
    public void Closed_Callbacks_AreNotConcerned()
    {
        var policy = new PolicyDefinition { Id = "c", Name = "C", Triggers = [new OnTouchpoint { Match = Sets.On("t") }], Actions = [new CallbackTemplate { Queue = "q", Reason = "r" }] };
        var walk = new Walk(new DefinitionSet { Guardrails = new GuardrailSettings { QuietHours = Night with { UnknownZone = UnknownZone.Closed } }, Policies = [policy] }).Then(Make.Touchpoint("t", Make.Day(0)));

        Assert.Equal(AdmissionResult.Admitted, Ask(walk, Make.Day(0.01)).Result);
    }
}
