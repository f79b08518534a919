using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary>For how many customers quiet hours have no time zone. Counted at most once a minute: a large store counts for a while.</summary>
internal sealed class UnknownZones(IReadModel store, TimeProvider clock)
{
    private static readonly TimeSpan CountedFor = TimeSpan.FromMinutes(1);

    private volatile Counted? _counted;

    /// <summary>Null where quiet hours do not concern the policy.</summary>
    public async Task<UnknownZonesView?> OfAsync(CompiledDefinitions definitions, PolicyDefinition policy, CancellationToken cancellationToken)
    {
        if (definitions.Set.Guardrails.QuietHours is not { } quiet || policy.Exempt.HasFlag(Exemptions.QuietHours)
            || !definitions.Actions(policy).All.Any(a => a.Template.ConsentChannel is { } channel && quiet.Concerns(channel, policy.Category)))
        {
            return null;
        }

        if (_counted is not { } counted || clock.GetElapsedTime(counted.At) >= CountedFor)
        {
            _counted = counted = new Counted(clock.GetTimestamp(), await store.ZonesAsync(cancellationToken));
        }

        return new UnknownZonesView
        {
            Customers = counted.Count.Unknown,
            Of = counted.Count.Customers,
            Assumed = quiet.UnknownZone == UnknownZone.Closed ? null : quiet.FallbackZone.Id,
        };
    }

    private sealed record Counted(long At, ZoneCount Count);
}
