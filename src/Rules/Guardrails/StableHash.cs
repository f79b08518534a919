using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>Hashes that stay the same on every machine and in every version: a customer in a control group stays in it, and when a held message goes out can be said before.</summary>
internal static class StableHash
{
    private const int Steps = 10_000;

    /// <summary>The position of a customer for a policy, 0 to below 100 in hundredths of a percent. Purposes are independent of each other.</summary>
    public static double Percent(string purpose, string policy, string customer) => Hash(purpose, policy, customer) % Steps / (Steps / 100.0);

    /// <summary>A part of the window from 0 to below its end, in whole milliseconds.</summary>
    public static TimeSpan Within(TimeSpan window, string seed)
    {
        var milliseconds = (ulong)Math.Max(0, window.TotalMilliseconds);
        return milliseconds == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds((long)(Hash("spread", seed) % milliseconds));
    }

    // Each part keyed by those before it: no two lists of parts read the same.
    public static ulong Hash(params ReadOnlySpan<string> parts)
    {
        ulong hash = 0;
        foreach (var part in parts)
        {
            hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(part.AsSpan()), unchecked((long)hash));
        }

        return hash;
    }
}
