using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Pages of lists that go down by number.</summary>
internal static class NumberPages
{
    /// <summary>A page out of rows of which one more than the limit was asked for.</summary>
    public static Page<T> Of<T>(ImmutableArray<T> rows, int limit, Func<T, long> number) =>
        rows.Length > limit ? new Page<T>(rows[..limit], Cursors.Of(number(rows[limit - 1]))) : new Page<T>(rows, null);
}
