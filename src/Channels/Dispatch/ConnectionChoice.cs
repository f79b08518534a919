using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using CxOrchestrator.Channels.Connections;

namespace CxOrchestrator.Channels.Dispatch;

/// <summary>
/// The order in which connections are tried for a message: by weight, in the same order each time it is asked (weighted rendezvous hashing), so that
/// messages spread as the weights say and a silo that takes over decides as the one before it.
/// </summary>
internal static class ConnectionChoice
{
    public static ImmutableArray<LiveConnection> Order(IEnumerable<LiveConnection> connections, string action) =>
    [
        .. connections.OrderBy(c => c.Definition.Weight == 0).ThenByDescending(c => Score(c, action)).ThenBy(c => c.Definition.Id, StringComparer.Ordinal),
    ];

    // Schindelhauer and Schomaker, "Weighted Distributed Hash Tables" (2005): the largest w / -ln(u) wins with a chance of w over the sum of weights.
    private static double Score(LiveConnection connection, string action)
    {
        var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{connection.Definition.Id}\n{action}"));
        var u = ((hash >> 11) + 0.5) / (1UL << 53);
        return Math.Max(connection.Definition.Weight, 1) / -Math.Log(u);
    }
}
