using System.Collections.Immutable;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Storage.Identities;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>Whose the touchpoints of a delivery are.</summary>
public static class MappedCustomers
{
    /// <summary>Each with its customer: found, or made of its identities. What nobody can be made of becomes unmapped.</summary>
    public static async Task<ImmutableArray<MappedEvent>> FindAsync(ImmutableArray<MappedEvent> events, ITouchpointCustomers customers, CancellationToken cancellationToken)
    {
        var touchpoints = events.SelectMany(e => e.Touchpoints).Select(t => t.Touchpoint).ToList();
        return touchpoints.TrueForAll(t => t.Customer != default) ? events : With(events, await customers.FindAsync(touchpoints, cancellationToken));
    }

    /// <summary>The same where nothing is known of anybody: each customer is made of the surest identity.</summary>
    public static ImmutableArray<MappedEvent> Presume(ImmutableArray<MappedEvent> events)
    {
        var reader = new IdentityReader(Options.Create(new IdentitiesOptions { ExampleDomains = true }));
        var touchpoints = events.SelectMany(e => e.Touchpoints).Select(t => t.Touchpoint).ToList();
        var made = IdentityAssignment.Assign(
            [.. touchpoints.Select(t => t.Customer != default ? [] : reader.Read(t, null).Where(r => r.IsUsable).Select(r => r.Identity).ToImmutableArray())], new IdentityKnowledge());
        return With(
            events,
            [
                .. touchpoints.Select((t, i) => t.Customer != default ? new FoundCustomer(t, null)
                    : made.Customers[i] is { } customer ? new FoundCustomer(t with { Customer = customer }, null)
                    : new FoundCustomer(null, "None of its identities says who the customer is.")),
            ]);
    }

    private static ImmutableArray<MappedEvent> With(ImmutableArray<MappedEvent> events, ImmutableArray<FoundCustomer> found)
    {
        var next = 0;
        return [.. events.Select(Of)];

        MappedEvent Of(MappedEvent read)
        {
            var made = ImmutableArray.CreateBuilder<MappedTouchpoint>(read.Touchpoints.Length);
            string? problem = null;
            foreach (var touchpoint in read.Touchpoints)
            {
                var customer = found[next++];
                if (customer.Touchpoint is { } whose)
                {
                    made.Add(ReferenceEquals(whose, touchpoint.Touchpoint) ? touchpoint : touchpoint.Of(whose));
                }
                else
                {
                    problem = customer.Problem;
                }
            }

            return made.Count == 0 && problem is not null ? read with { Outcome = EventOutcome.Unmapped, Reason = problem, Touchpoints = [] } : read with { Touchpoints = made.DrainToImmutable() };
        }
    }
}
