using System.Collections.Immutable;
using Orleans;

namespace CxOrchestrator.Rules.Customers;

/// <summary>The hashes of the latest identities applied, and how far in time the forgotten ones reach.</summary>
[GenerateSerializer, Immutable, Alias("cx.recent-identities")]
public sealed record RecentIdentities
{
    /// <summary>How many are kept.</summary>
    public const int Max = 64;

    public static RecentIdentities Empty { get; } = new();

    /// <summary>Oldest first.</summary>
    [Id(0)] public ImmutableArray<ulong> Hashes { get; init; } = [];

    /// <summary>
    /// The latest `at` among identities no longer kept; null while none is forgotten. A touchpoint at or before it may be a
    /// repeat that only the history can tell.
    /// </summary>
    [Id(1)] public DateTimeOffset? ForgottenUpTo { get; init; }

    /// <summary>`at` of each kept identity, so that <see cref="ForgottenUpTo"/> can be known when it goes; Unix milliseconds.</summary>
    [Id(2)] public ImmutableArray<long> At { get; init; } = [];

    public bool Contains(ulong hash) => Hashes.Contains(hash);

    /// <summary>True where only the history can tell whether a touchpoint of that time was applied before.</summary>
    /// <remarks>In whole milliseconds, as times are kept here: a time in microseconds would otherwise be later than itself.</remarks>
    public bool NeedsHistory(DateTimeOffset at) => ForgottenUpTo is { } upTo && at.ToUnixTimeMilliseconds() <= upTo.ToUnixTimeMilliseconds();

    public RecentIdentities Add(ulong hash, DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        if (Hashes.Length < Max)
        {
            return this with { Hashes = Hashes.Add(hash), At = At.Add(milliseconds) };
        }

        var forgotten = DateTimeOffset.FromUnixTimeMilliseconds(At[0]);
        return new RecentIdentities
        {
            Hashes = Shift(Hashes, hash),
            At = Shift(At, milliseconds),
            ForgottenUpTo = ForgottenUpTo is { } upTo && upTo > forgotten ? upTo : forgotten,
        };
    }

    private static ImmutableArray<T> Shift<T>(ImmutableArray<T> items, T last)
    {
        var shifted = new T[items.Length];
        items.AsSpan()[1..].CopyTo(shifted);
        shifted[^1] = last;
        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(shifted);
    }
}
