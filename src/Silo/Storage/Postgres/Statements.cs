using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Npgsql;

namespace CxOrchestrator.Silo.Storage.Postgres;

/// <summary>Statements with values by place, and rows read by column. Times go in and come out in UTC; any text can go in, see <see cref="Storable(string)"/>.</summary>
internal static class Statements
{
    // NUL, and surrogates: a pair is a character, a half is not.
    private static readonly SearchValues<char> NotAlwaysStorable = SearchValues.Create(
        [.. Enumerable.Range('\uD800', '\uDFFF' - '\uD800' + 1).Select(c => (char)c).Prepend('\0')]);

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = Value(value) });
        }

        return command;
    }

    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<T> ScalarAsync<T>(this NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async Task<ImmutableArray<T>> RowsAsync<T>(
        this NpgsqlConnection connection, string sql, object?[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows.ToImmutable();
    }

    public static async Task<T?> RowAsync<T>(
        this NpgsqlConnection connection, string sql, object?[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        var rows = await connection.RowsAsync(sql, values, read, cancellationToken);
        return rows.IsEmpty ? null : rows[0];
    }

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static byte[] Bytes(this NpgsqlDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public static DateTimeOffset Time(this NpgsqlDataReader reader, int column) => new(DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc));

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);

    /// <summary>Text from outside as the database can hold it: no NUL, and no half of a surrogate pair.</summary>
    public static string Storable(string text) =>
        text.AsSpan().ContainsAny(NotAlwaysStorable)
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD')))
            : text;

    /// <summary>Each as the database can hold it; the same array where all are.</summary>
    public static string?[] Storable(string?[] texts) =>
        Array.Exists(texts, t => t is not null && t.AsSpan().ContainsAny(NotAlwaysStorable)) ? [.. texts.Select(t => t is null ? null : Storable(t))] : texts;

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.UtcDateTime,
        string text => Storable(text),
        string?[] texts => Storable(texts),
        _ => value,
    };
}
