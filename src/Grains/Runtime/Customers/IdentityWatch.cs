using System.IO.Hashing;
using System.Runtime.InteropServices;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>
/// Notices an identity that is used for two customers: each has a history of its own, so both touchpoints apply, though a source means one. Keeps
/// the last identities that this process applied; a pair further apart, or on two silos, is not noticed. Safe from many threads.
/// </summary>
public sealed class IdentityWatch
{
    /// <summary>Most identities that are kept, the latest; about 8 MB.</summary>
    public const int Max = 262_144;

    private readonly Dictionary<ulong, ulong> _customers = [];
    private readonly Queue<ulong> _order = new();
    private readonly Lock _lock = new();

    /// <summary>Takes note of an applied touchpoint; true where another customer had its identity first.</summary>
    public bool Applied(Touchpoint touchpoint)
    {
        var source = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(touchpoint.Identity.Source.AsSpan()));
        var identity = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(touchpoint.Identity.Id.AsSpan()), unchecked((long)source));
        var customer = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(touchpoint.Customer.Value.AsSpan()));
        lock (_lock)
        {
            // The first stays: a commit that is tried again gives the same answer.
            if (!_customers.TryAdd(identity, customer))
            {
                return _customers[identity] != customer;
            }

            _order.Enqueue(identity);
            if (_order.Count > Max)
            {
                _customers.Remove(_order.Dequeue());
            }

            return false;
        }
    }
}
