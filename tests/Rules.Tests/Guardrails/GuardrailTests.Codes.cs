using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Guardrails;

public partial class GuardrailTests
{
    [Fact]
    public void Codes_EmptyPool_HoldTheOfferAndItIsAskedAgain()
    {
        var walk = With(GuardrailSettings.Default, Policy("p", 50, new OfferTemplate { Channel = "email", Offer = "voucher", Codes = "spring", Text = "Yours: {offer.code}" })).Then(T(0));
        var action = walk.Actions.Last();
        var use = Assert.Single(SharedLimits.Of(action, walk.Definitions, Make.Day(0)));

        Assert.Equal(("codes:spring", 1L, 0L, true), (use.Limit, use.Amount, use.Max, SharedLimits.IsCounted(use.Limit)));
        Assert.Equal(("spring", "Yours: {offer.code}", null), (action[ActionContent.Codes], action[ActionContent.Text], action[ActionContent.Code]));
        var held = Ask(walk, AdmissionFacts.Nothing with { FullLimits = [use.Limit] }, Make.Day(0));
        Assert.Equal((AdmissionResult.Held, HoldReason.Codes, "The pool spring has no code left", Make.Day(0).AddMinutes(15)), (held.Result, held.Reason, held.Limit, held.NextAt));
        Assert.Equal(AdmissionResult.Admitted, Ask(walk, AdmissionFacts.Nothing, Make.Day(0)).Result);
        Assert.Equal("Yours: A-1", OfferCodes.With(action, "A-1")[ActionContent.Text]);
    }
}
