using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Silo.Telemetry;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Policies;

/// <summary>
/// Takes what conditions could not be decided: counts each, tells the first of a policy in a set of documents, and has a policy that throws
/// paused for all.
/// </summary>
internal sealed partial class PolicyFaults(ILogger<PolicyFaults> logger, SiloMetrics? metrics = null, PolicySuspender? suspender = null)
{
    public void Take(CompiledDefinitions definitions, PolicyFault fault)
    {
        metrics?.Faulted(fault);
        if (!definitions.Note(fault))
        {
            return;
        }

        if (fault.Kind == PolicyFaultKind.Threw)
        {
            suspender?.Add(fault);
            LogThrew(logger, fault.Policy, fault.PolicyVersion, fault.DefinitionsVersion, fault.Message);
        }
        else
        {
            LogNotAsked(logger, fault.Policy, fault.PolicyVersion, fault.Message);
        }
    }

    [LoggerMessage(2135, LogLevel.Error, "Policy {Policy} version {Version} failed with {Fault} under definitions {Definitions}; it is going to be paused")]
    private static partial void LogThrew(ILogger logger, string policy, int version, int definitions, string fault);

    [LoggerMessage(2136, LogLevel.Warning, "Policy {Policy} version {Version} was not asked: {Fault}")]
    private static partial void LogNotAsked(ILogger logger, string policy, int version, string fault);
}
