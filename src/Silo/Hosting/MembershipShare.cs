using CxOrchestrator.Storage;
using Orleans.Runtime;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>Active silos in the order of their addresses: each has the share of its place. One that does not see itself yet looks after nobody.</summary>
internal sealed class MembershipShare(IClusterMembershipService membership, ILocalSiloDetails self) : IShares
{
    private static readonly Share Nobody = new(-1, 2);

    public Share Current
    {
        get
        {
            var active = membership.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress).Order().ToList();
            var place = active.IndexOf(self.SiloAddress);
            return place < 0 ? Nobody : new Share(place, active.Count);
        }
    }
}
