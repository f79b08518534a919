using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Customers;

/// <summary>A timer on which the core fails is put aside, the customer goes on, and the timer can be tried again.</summary>
public class SetAsideTests
{
    private static DefinitionSet Absent(string text) => new()
    {
        Policies =
        [
            new PolicyDefinition
            {
                Id = "absent",
                Name = "Absent",
                Triggers = [new OnAbsence { After = [Sets.On("cart")], Of = [Sets.On("order")], Within = TimeSpan.FromHours(1) }],
                Actions = [new MessageTemplate { Channel = "push", Template = "words", Text = text }],
            },
        ],
        Templates = [new TemplateDefinition { Id = "words", Name = "Words", Fallback = "en", Languages = [new TemplateTexts { Language = "en", Text = new Breaking() }] }],
    };

    // A template that throws what no template may: the core itself fails.
    private sealed class Breaking : IText
    {
        public static bool Broken { get; set; } = true;

        public IEnumerable<FieldPath> Names => [];

        public string Fill(Facts facts) => Broken ? throw new OverflowException("too large") : "fine";
    }

    [Fact]
    public void Fire_TimerThatFails_IsPutAsideAndTriedAgain()
    {
        var definitions = new CompiledDefinitions(Absent("x"));
        Breaking.Broken = true;
        var began = Customer.Decide(CustomerState.For(Make.Customer), new RecordTouchpoint { Touchpoint = Make.Touchpoint("cart", Make.Day(0)) }, definitions);

        Assert.Throws<TimerFaultException>(() => Customer.Decide(began.Next, new FireTimers { UpTo = Make.Day(1) }, definitions));
        Assert.Throws<TimerFaultException>(() => Customer.Decide(began.Next, new RecordTouchpoint { Touchpoint = Make.Touchpoint("other", Make.Day(1)) }, definitions));

        // The next touchpoint is applied: the timer no longer blocks it.
        var next = Customer.Decide(began.Next, new RecordTouchpoint { Touchpoint = Make.Touchpoint("other", Make.Day(1)), SetAside = true }, definitions);
        var aside = Assert.Single(next.Events.OfType<TimerSetAside>());
        Assert.Equal((TimerKind.Wait, "OverflowException: too large"), (aside.Timer.Kind, aside.Reason));
        Assert.Equal(2, next.Next.Touchpoints);
        Assert.Empty(next.Next.Waits);
        Assert.Equal([StepKind.Timer, StepKind.Touchpoint], next.Steps.Select(s => s.Kind));
        Assert.Equal(Receipt.Applied, Customer.Decide(next.Next, new RecordTouchpoint { Touchpoint = Make.Touchpoint("other", Make.Day(2)) }, definitions).Receipt);

        // As the history has it, the same comes of it.
        var refolded = Customer.Decide(began.Next, new SetTimerAside { Reason = aside.Reason }, definitions);
        Assert.Equal(aside.Timer.Number, Assert.Single(refolded.Next.SetAside).Number);

        Breaking.Broken = false;
        var retried = Customer.Decide(next.Next, new RecordTouchpoint { Touchpoint = TimerRetry.Of(Make.Customer, aside.Timer.Number, "retry:1", Make.Day(3)) }, definitions);
        Assert.Equal("fine", Assert.Single(retried.Actions)[ActionContent.Text]);
        Assert.Empty(retried.Next.SetAside);
    }
}
