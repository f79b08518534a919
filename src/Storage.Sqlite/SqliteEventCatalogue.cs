using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Storage.Catalogue;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteEventCatalogue(SqliteDatabase database) : IEventCatalogue
{
    public const string Step =
        """
        CREATE TABLE event_types (type TEXT PRIMARY KEY, count INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, detail TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE event_hours (type TEXT NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (type, hour)) WITHOUT ROWID;
        """;

    public Task AddAsync(ImmutableArray<SeenType> seen, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var room = IEventCatalogue.TypesMax - transaction.Session.Number("SELECT count(*) FROM event_types WHERE type <> ''");
            foreach (var type in seen)
            {
                var known = type.Type.Length == 0 || IsKnown(transaction.Session, type.Type);
                room -= known ? 0 : 1;
                Add(transaction.Session, known || room >= 0 ? type : type.Together());
            }

            return true;
        },
        cancellationToken);

    public Task<ImmutableArray<SeenType>> ListAsync(DateTimeOffset hoursFrom, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var hours = new Dictionary<string, Dictionary<DateTimeOffset, long>>(StringComparer.Ordinal);
            using (var statement = session.Use("SELECT type, hour, count FROM event_hours WHERE hour >= ?1"))
            {
                statement.Bind(1, hoursFrom);
                while (statement.Read())
                {
                    var type = statement.Text(0);
                    (hours.TryGetValue(type, out var own) ? own : hours[type] = [])[statement.Time(1)] = statement.Long(2);
                }
            }

            using var types = session.Use("SELECT type, count, first_at, last_at, detail FROM event_types ORDER BY type");
            var list = ImmutableArray.CreateBuilder<SeenType>();
            while (types.Read())
            {
                list.Add(new SeenType
                {
                    Type = types.Text(0),
                    Count = types.Long(1),
                    FirstAt = types.Time(2),
                    LastAt = types.Time(3),
                    Hours = hours.GetValueOrDefault(types.Text(0)) ?? [],
                    Detail = JsonSerializer.Deserialize(types.Text(4), SeenJson.Default.SeenDetail)!,
                });
            }

            return list.ToImmutable();
        },
        cancellationToken);

    public Task TrimAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var statement = transaction.Session.Use("DELETE FROM event_hours WHERE hour < ?1");
            return statement.Bind(1, before).Run();
        },
        cancellationToken);

    private static bool IsKnown(SqliteSession session, string type)
    {
        using var statement = session.Use("SELECT 1 FROM event_types WHERE type = ?1");
        return statement.Bind(1, type).Read();
    }

    private void Add(SqliteSession session, SeenType seen)
    {
        // Erased from here on, a customer's values are removed once this is stored.
        var added = seen.Customers.Any(c => SqliteErasures.Mark(session, database.ErasureHash.Of(c)) is { Readmitted: false }) ? seen.WithoutValues() : seen;
        SeenDetail had;
        using (var before = session.Use("SELECT detail FROM event_types WHERE type = ?1"))
        {
            had = before.Bind(1, seen.Type).Read() ? JsonSerializer.Deserialize(before.Text(0), SeenJson.Default.SeenDetail)! : SeenDetail.Nothing;
        }

        using var type = session.Use(
            """
            INSERT INTO event_types (type, count, first_at, last_at, detail) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (type) DO UPDATE SET count = count + ?2, first_at = min(first_at, ?3), last_at = max(last_at, ?4), detail = ?5
            """);
        type.Bind(1, seen.Type).Bind(2, seen.Count).Bind(3, seen.FirstAt).Bind(4, seen.LastAt).Bind(5, JsonSerializer.Serialize(had.With(added.Detail), SeenJson.Default.SeenDetail)).Run();
        foreach (var (hour, count) in seen.Hours)
        {
            using var statement = session.Use("INSERT INTO event_hours (type, hour, count) VALUES (?1, ?2, ?3) ON CONFLICT (type, hour) DO UPDATE SET count = count + ?3");
            statement.Bind(1, seen.Type).Bind(2, hour).Bind(3, count).Run();
        }
    }
}
