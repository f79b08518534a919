using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Pages of lists that go down by number.</summary>
internal static class SqlitePages
{
    /// <summary>A page out of a statement that asked for one row more than the limit.</summary>
    public static Page<T> Of<T>(SqliteStatement statement, int limit, Func<SqliteStatement, T> read, Func<T, long> number)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        while (statement.Read())
        {
            if (items.Count == limit)
            {
                return new Page<T>(items.ToImmutable(), Cursors.Of(number(items[^1])));
            }

            items.Add(read(statement));
        }

        return new Page<T>(items.ToImmutable(), null);
    }
}
