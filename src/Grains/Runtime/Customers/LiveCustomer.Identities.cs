using System.Collections.Immutable;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

internal sealed partial class LiveCustomer
{
    private const string CountryAttribute = "country";

    /// <summary>Most identities that an activation remembers as stored; the store keeps fewer.</summary>
    private const int StoredMax = 200;

    /// <summary>An identity that is seen again is written again after this: when it was seen last is exact to a day.</summary>
    private static readonly TimeSpan SeenStep = TimeSpan.FromDays(1);

    // What this activation wrote. Another one writes once more what is there already, which changes nothing.
    private readonly Dictionary<CustomerIdentity, (DateTimeOffset First, DateTimeOffset Last, IdentityProblem Problem)> _stored = [];

    private void Identify(CustomerTurn turn, Touchpoint touchpoint)
    {
        if (reader is null || touchpoint.Identities.Count == 0)
        {
            return;
        }

        foreach (var read in reader.Read(touchpoint, turn.State.Profile.Attributes[CountryAttribute].Text))
        {
            if (_stored.TryGetValue(read.Identity, out var stored) && stored.Problem == read.Problem && touchpoint.At >= stored.First && touchpoint.At < stored.Last + SeenStep)
            {
                continue;
            }

            turn.Identify(
                new SeenIdentity
                {
                    Identity = read.Identity,
                    Given = read.Given,
                    Problem = read.Problem,
                    Source = touchpoint.Identity.Source,
                    Touchpoint = touchpoint.Identity.Id,
                    FirstSeen = touchpoint.At,
                    LastSeen = touchpoint.At,
                },
                reader.SharedMax);
        }
    }

    private void KeepIdentities(ImmutableArray<SeenIdentity> written)
    {
        foreach (var seen in written)
        {
            if (_stored.Count >= StoredMax)
            {
                _stored.Clear();
            }

            _stored[seen.Identity] = _stored.TryGetValue(seen.Identity, out var had)
                ? (seen.FirstSeen < had.First ? seen.FirstSeen : had.First, seen.LastSeen > had.Last ? seen.LastSeen : had.Last, seen.Problem)
                : (seen.FirstSeen, seen.LastSeen, seen.Problem);
        }
    }
}
