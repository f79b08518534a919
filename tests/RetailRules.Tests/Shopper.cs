using CxOrchestrator.Definitions;
using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.RetailRules.Tests;

/// <summary>A customer of the shop, led through touchpoints under the retail pack and the rule classes.</summary>
internal sealed class Shopper
{
    private static readonly CompiledDefinitions WithRules = new(Pack(), new NRulesEngine(typeof(VoucherForPaidOrders).Assembly));

    private readonly HashSet<string> _acted = new(StringComparer.Ordinal);
    private int _sent;

    public CustomerState State { get; private set; } = CustomerState.For(Make.Customer);

    public Explanation Explain(string policy, double day) => Explanations.Of(State, WithRules, policy, new AdmissionFacts { KillSwitch = false }, Make.Day(day))!;

    public static CompiledDefinitions Definitions => WithRules;

    public bool Acted(string policy) => _acted.Contains(policy);

    public Shopper Sends(string type, double day, string? order = null, params ReadOnlySpan<(string Name, Scalar Value)> more)
    {
        (string Name, Scalar Value)[] attributes = order is null ? [.. more] : [("order", Make.Text(order)), .. more];
        return Take(new RecordTouchpoint { Touchpoint = Make.Touchpoint(type, Make.Day(day), $"{_sent++}", value: new Money { Amount = 80, Currency = "EUR" }, attributes: attributes) });
    }

    public Shopper Places(string order, double day, double promisedOn) => Sends("order.placed", day, order, ("expectedBy", Make.Text(Make.Day(promisedOn).ToString("O"))));

    public Shopper Waits(double untilDay) => Take(new FireTimers { UpTo = Make.Day(untilDay) });

    private Shopper Take(CustomerInput input)
    {
        var decision = Customer.Decide(State, input, WithRules);
        Assert.Empty(decision.Faults);
        _acted.UnionWith(decision.Events.OfType<PolicyDecided>().Where(e => e.Decision.Outcome == PolicyOutcome.Fired).Select(e => e.Decision.Policy));
        State = decision.Next;
        return this;
    }

    private static DefinitionSet Pack()
    {
        var read = DefinitionReader.Read(SamplePacks.Read("retail"));
        Assert.Empty(read.Errors);
        return read.Set!;
    }
}
