using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Guardrails;

/// <summary>Quiet hours as admission asks them.</summary>
public partial class GuardrailTests
{
    [Fact]
    public void QuietHours_OfACountry_HoldForItsCustomersAlone()
    {
        var noon = Make.Day(0).Date + TimeSpan.FromHours(12);
        var settings = new GuardrailSettings
        {
            QuietHours = new QuietHours
            {
                From = new(1, 0),
                To = new(2, 0),
                Spread = TimeSpan.Zero,
                Countries = [new CountryHours { Countries = ["FR"], From = new(11, 0), To = new(13, 0) }],
            },
        };

        Assert.Equal(new DateTimeOffset(noon.AddHours(1), TimeSpan.Zero), Held("+33 6 12 34 56 78").NextAt);
        Assert.Equal(AdmissionResult.Admitted, Held("+49 151 12345678").Result);
        Assert.Equal(AdmissionResult.Admitted, Held("0612345678").Result);

        AdmissionAnswer Held(string phone)
        {
            var walk = With(settings, Policy());
            walk.Apply(Make.Touchpoint("customer.updated", Make.Day(-1), "stated", attributes: ("phone", Scalar.Of(phone))), HistoryAnswer.Absent);
            return Ask(walk.Then(T(0)), AdmissionFacts.Nothing, new DateTimeOffset(noon, TimeSpan.Zero));
        }
    }

    [Fact]
    public void Exempt_CapsAndQuietHours_NeitherHoldsNorCounts()
    {
        var settings = new GuardrailSettings
        {
            FrequencyCaps = [new FrequencyCap { Max = 1, Window = CapWindow.Week }],
            QuietHours = new QuietHours { From = new(0, 0), To = new(20, 0) },
        };
        var walk = With(settings, Policy() with { Exempt = Exemptions.FrequencyCaps | Exemptions.QuietHours });

        walk.Then(T(0)).Admit(walk.Actions.Last(), Make.Day(0));
        var second = walk.Then(T(0.1)).Admit(walk.Actions.Last(), Make.Day(0.1));

        Assert.Equal(AdmissionResult.Admitted, second.Result);
        Assert.Empty(walk.State.Admitted);
    }
}
