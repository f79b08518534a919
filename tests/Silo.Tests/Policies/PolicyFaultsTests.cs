using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Silo.Policies;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Tests.Policies;

public class PolicyFaultsTests
{
    private readonly Lines _lines = new();

    [Fact]
    public void Take_SameFaultAgain_IsToldOnce()
    {
        var faults = new PolicyFaults(_lines);
        var engine = new FailingEngine();
        var definitions = new CompiledDefinitions(Documents.Set with { Version = 4 }, engine);

        for (var i = 0; i < 3; i++)
        {
            foreach (var fault in Wanted(definitions, i).Faults)
            {
                faults.Take(definitions, fault);
                faults.Take(definitions, fault);
            }
        }

        // Asked as often as a refold of these inputs asks.
        Assert.Equal(3, engine.Asked);
        Assert.Contains("Policy mail version 1 failed with TimeoutException", Assert.Single(_lines.Written), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_NextDefinitions_TellAgain()
    {
        var faults = new PolicyFaults(_lines);
        var engine = new FailingEngine();
        for (var version = 1; version <= 2; version++)
        {
            var definitions = new CompiledDefinitions(Documents.Set with { Version = version }, engine);
            faults.Take(definitions, Assert.Single(Wanted(definitions, version).Faults));
        }

        Assert.Equal(2, engine.Asked);
        Assert.Equal(2, _lines.Written.Count);
    }

    private static Decision Wanted(CompiledDefinitions definitions, int day) => Customer.Decide(
        CustomerState.For(Make.Customer), new RecordTouchpoint { Touchpoint = Make.Touchpoint("mail.wanted", Make.Day(day)) }, definitions);

    private sealed class FailingEngine : IConditionEngine, IPolicyConditions
    {
        public int Asked { get; private set; }

        public bool Indexed => true;

        public IPolicyConditions Compile(CompiledDefinitions definitions) => this;

        public bool Holds(PolicyDefinition policy, Facts facts)
        {
            Asked++;
            throw new TimeoutException();
        }
    }

    private sealed class Lines : ILogger<PolicyFaults>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
